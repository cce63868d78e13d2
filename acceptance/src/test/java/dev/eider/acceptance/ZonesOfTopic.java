package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.Limits;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketLedger;
import dev.eider.zones.Buckets;
import dev.eider.zones.ChainId;
import dev.eider.zones.FrameFormat;
import dev.eider.zones.Manifest;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.Range;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import dev.eider.zones.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a bucket holds of a topic, checked on the way: each range begins where the one before ended. */
final class ZonesOfTopic {
    private static final DatasetName EVENT = new DatasetName("event");

    private final Path folder;
    private final Bucket bucket;

    private ZonesOfTopic(Path folder) {
        this.folder = folder;
        this.bucket = Buckets.folder(folder);
    }

    static ZonesOfTopic of(Path folder) {
        return new ZonesOfTopic(folder);
    }

    /** Values in raw by partition, in the order of offsets. */
    Map<Integer, List<String>> values() throws EiderException, IOException {
        Map<ChainId, Long> ends = new HashMap<>();
        Map<Integer, List<String>> values = new TreeMap<>();
        for (Manifest manifest : manifests(StageName.RAW)) {
            OffsetRange range = manifest.offsets().orElseThrow();
            Long end = ends.put(range.chain(), range.end());
            assertThat(range.from()).as("begin of %s", range).isEqualTo(end == null ? 0 : end);
            List<String> held = values(manifest);
            assertThat(held).as("records of %s", range).hasSize((int) range.records());
            values.computeIfAbsent(range.chain().partition(), p -> new ArrayList<>())
                    .addAll(held);
        }
        return values;
    }

    /** What became of records: rows of clean, and rejects with their reasons; each as often as it is there, sorted. */
    record Judged(List<String> clean, List<String> rejected) {}

    /** What stagings state that follow each other without a gap; without what depends on where a batch ends. */
    Judged judged() throws EiderException {
        Map<ChainId, Long> ends = new HashMap<>();
        List<StoredFile> clean = new ArrayList<>();
        List<StoredFile> rejected = new ArrayList<>();
        for (Manifest manifest : manifests(StageName.STAGE)) {
            OffsetRange range = manifest.offsets().orElseThrow();
            Long end = ends.put(range.chain(), range.end());
            assertThat(range.from()).as("begin of %s", range).isEqualTo(end == null ? 0 : end);
            clean.addAll(manifest.outputs(StoredFile.Role.CLEAN));
            rejected.addAll(manifest.outputs(StoredFile.Role.ERRORS));
        }
        return new Judged(
                rows(clean, "SELECT * EXCLUDE (_place, _order) FROM read_parquet(%s)"),
                rows(
                        rejected,
                        "FROM read_json(%s, columns = {reasons: 'JSON', record: 'JSON', shape: 'JSON'},"
                                + " format = 'newline_delimited')"));
    }

    private List<String> rows(List<StoredFile> files, String query) {
        String names = files.stream()
                .map(file -> "'" + folder.resolve(file.key().value()) + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        return files.isEmpty()
                ? List.of()
                : Duck.query("SELECT CAST(r AS VARCHAR) FROM (" + String.format(query, names) + ") r ORDER BY 1");
    }

    List<Manifest> manifests(StageName stage) throws EiderException {
        BucketLedger ledger = new BucketLedger(bucket, Clock.systemUTC());
        List<Manifest> manifests = new ArrayList<>();
        for (Revision revision : ledger.current(EVENT, stage)) {
            manifests.add(ledger.open(revision));
        }
        return manifests;
    }

    private List<String> values(Manifest manifest) throws EiderException, IOException {
        List<String> values = new ArrayList<>();
        for (StoredFile file : manifest.outputs(StoredFile.Role.RECORDS)) {
            try (InputStream in = bucket.open(file.key(), Range.ALL);
                    FrameFormat.FrameCursor cursor = new FrameFormat().open(in, Limits.defaults())) {
                while (cursor.next()) {
                    values.add(new String(cursor.buffer(), cursor.offset(), cursor.length(), StandardCharsets.UTF_8));
                }
            }
        }
        return values;
    }
}
