package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Reason;
import dev.eider.sandbox.kafka.SchemaRegistry;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.ErrorRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records whose schemas nobody knows, or not yet: no other record is lost to them, and they can be read later. */
@Tag("soak")
final class UnknownSchemasTest {
    private static final String NOTE =
            "{\"type\":\"record\",\"name\":\"V\",\"fields\":[{\"name\":\"note\",\"type\":\"string\"}]}";
    private static final String OTHER_NOTE = NOTE.replace("\"V\"", "\"W\"");
    private static final int MADE_UP = 5_000;
    private static final long SEED = 20_250_406;

    @TempDir
    Path folder;

    @Test
    void goodRecordsAreCleanAmongMadeUpIds() throws Exception {
        String topic = SharedBroker.newTopic("strangers", 1);
        Random random = new Random(SEED);
        Set<Integer> ids = new HashSet<>();
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            int often = registry.register("v", "AVRO", NOTE);
            int last = registry.register("w", "AVRO", OTHER_NOTE);
            List<byte[]> values = new ArrayList<>();
            for (int i = 0; i < MADE_UP; i++) {
                byte[] junk = new byte[random.nextInt(5, 100)];
                random.nextBytes(junk);
                junk[0] = 0;
                ids.add(ByteBuffer.wrap(junk).getInt(1));
                values.add(junk);
                if (i % 10 == 9) {
                    values.add(framed(often, "a"));
                }
            }
            values.add(framed(last, "b"));
            SharedBroker.topics().produce(topic, 0, values);
            Trial trial = project(registry, "topic: " + topic);

            Trial.Answer answer = trial.succeed("stream", "--until-caught-up");

            assertThat(trial.clean("note", "SELECT note, count(*) FROM clean GROUP BY ALL ORDER BY ALL"))
                    .as("seed %d", SEED)
                    .containsExactly("a|" + MADE_UP / 10, "b|1");
            assertThat(reasons(trial))
                    .hasSize(MADE_UP)
                    .containsOnly("UNKNOWN_SCHEMA its schema is not in the registry");
            assertThat(answer.all())
                    .doesNotContain(ids.stream().map(Object::toString).toList());
            long possible = ids.stream().filter(id -> id > 0).count();
            // A range ends at a thousand ids; of each it is asked whether a registry is there at all.
            long ranges = possible / 1_000 + 1;
            assertThat(registry.requests()).isLessThanOrEqualTo(2 * possible + 2 + ranges);
        }
    }

    @Test
    void recordsOfASchemaThatCameLateAreReadAgainFromTheErrorZone() throws Exception {
        String topic = SharedBroker.newTopic("late", 1);
        String again = SharedBroker.newTopic("late.again", 1);
        int id;
        try (SchemaRegistry elsewhere = SchemaRegistry.start()) {
            id = elsewhere.register("v", "AVRO", NOTE);
        }
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            SharedBroker.topics().produce(topic, 0, List.of(framed(id, "a"), framed(id, "b")));
            Trial trial = project(registry, "topic_pattern: \"" + topic + "|" + again + "\"");
            trial.succeed("stream", "--until-caught-up");
            assertThat(reasons(trial)).hasSize(2);

            assertThat(registry.register("v", "AVRO", NOTE)).isEqualTo(id);
            trial.succeed("produce", "--dataset", "note", "--topic", again, "--zone", "error");
            trial.succeed("stream", "--until-caught-up");

            assertThat(trial.clean("note", "SELECT note FROM clean ORDER BY ALL"))
                    .containsExactly("a", "b");
        }
    }

    private Trial project(SchemaRegistry registry, String source) throws Exception {
        return Trial.ofFormats(folder, registry)
                .write(
                        "datasets/note.yaml",
                        "dataset: note\nsource:\n  connection: events\n  format: avro\n  " + source
                                + "\nfields: {note: string}\nquality: {max_rejected: 100%}\n");
    }

    private static List<String> reasons(Trial trial) throws Exception {
        List<String> reasons = new ArrayList<>();
        for (ErrorRecord error : trial.errors("note")) {
            for (Reason reason : error.reasons()) {
                reasons.add(reason.code() + " " + reason.message());
            }
        }
        return reasons;
    }

    private static byte[] framed(int id, String note) {
        byte[] text = note.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(6 + text.length)
                .put((byte) 0)
                .putInt(id)
                .put((byte) (2 * text.length))
                .put(text)
                .array();
    }
}
