package dev.eider.payloads;

import dev.eider.contract.Limits;
import dev.eider.contract.Source;
import dev.eider.zones.FrameFormat;
import dev.eider.zones.RecordFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Records of a topic as {@link FrameFormat} keeps them, with their values as JSON whatever the format that the contract
 * agrees, and their keys too where it agrees one that is not text: {@code $meta.key} is JSON then. A record that cannot
 * be made JSON refuses itself and is otherwise as received. Immutable and thread-safe.
 */
public final class TopicFormat implements RecordFormat {
    private final FrameFormat frames = new FrameFormat();
    private final Source.Topic topic;
    private final Schemas schemas;

    /** @param known schemas that the records may have been written with */
    public TopicFormat(Source.Topic topic, Collection<WrittenSchema> known) {
        this.topic = topic;
        this.schemas = new Schemas(known, topic.schema());
    }

    /** Whether records can be read by the contract's schema file, where it has one. */
    public static boolean canRead(Source.Topic topic, Limits limits) {
        Optional<Source.SchemaFile> file = topic.schema();
        if (file.isEmpty()) {
            return true;
        }
        String text = file.get().text();
        try {
            Schemas.requireShort(text, List.of());
            if (topic.format() == Source.PayloadFormat.AVRO) {
                AvroSchemas.decoder(text, List.of(), limits);
            } else if (topic.format() == Source.PayloadFormat.PROTOBUF) {
                new ProtoSchema(text, List.of(), limits).first();
            }
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    @Override
    public Cursor open(InputStream raw, Limits limits) throws IOException {
        return new PayloadCursor(frames.open(raw, limits), topic, schemas, limits);
    }
}
