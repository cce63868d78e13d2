package dev.eider.payloads;

import dev.eider.contract.EiderException;
import dev.eider.contract.Limits;
import dev.eider.contract.Source;
import dev.eider.zones.Bucket;
import dev.eider.zones.Manifest;
import dev.eider.zones.RecordFormat;
import dev.eider.zones.StoredFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the raw batches of a topic are read, each by the schemas that are stored with it. Thread-safe. */
public final class TopicFormats {
    /** Batches often have the same schemas, in objects of the same bytes. */
    private static final int KEPT_MAX = 64;

    private final Source.Topic topic;
    private final Bucket bucket;
    private final Limits limits;
    private final Map<String, List<WrittenSchema>> kept = new LinkedHashMap<>();

    public TopicFormats(Source.Topic topic, Bucket bucket, Limits limits) {
        this.topic = topic;
        this.bucket = bucket;
        this.limits = limits;
    }

    /** The format of a batch's records, for any number of its parts. */
    public RecordFormat of(Manifest raw) throws EiderException {
        List<WrittenSchema> schemas = new ArrayList<>();
        for (StoredFile file : raw.outputs(StoredFile.Role.SCHEMAS)) {
            schemas.addAll(schemas(file));
        }
        return new TopicFormat(topic, schemas);
    }

    private synchronized List<WrittenSchema> schemas(StoredFile file) throws EiderException {
        List<WrittenSchema> known = kept.get(file.sha256());
        if (known == null) {
            known = StoredSchemas.read(bucket, file.key(), limits);
            if (kept.size() >= KEPT_MAX) {
                kept.clear();
            }
            kept.put(file.sha256(), known);
        }
        return known;
    }
}
