package dev.eider.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.EiderException;
import dev.eider.contract.Limits;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.Source;
import dev.eider.payloads.TopicFormats;
import dev.eider.sandbox.kafka.SchemaRegistry;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.Manifest;
import dev.eider.zones.Range;
import dev.eider.zones.RecordFormat;
import dev.eider.zones.StoredFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schemas that records name are stored with them, so that they can be read without the registry. */
final class SchemasOfRangesTest {
    private static final Source.Topic AVRO = new Source.Topic(
            "events",
            "t",
            false,
            Source.PayloadFormat.AVRO,
            Source.PayloadFormat.STRING,
            Optional.empty(),
            Source.Tombstones.REJECT);

    @TempDir
    private Path folder;

    @Test
    void storesTheSchemasThatRecordsName() throws Exception {
        String topic = SharedBroker.newTopic("avro", 1);
        World world;
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            int text = registry.register("a-value", "AVRO", "\"string\"");
            int number = registry.register("b-value", "AVRO", "\"long\"");
            registry.register("c-value", "AVRO", "\"int\"");
            world = World.of(folder, topic, "avro", registry.url());
            SharedBroker.topics()
                    .produce(
                            topic,
                            0,
                            List.of(
                                    framed(text, 2, 'x'),
                                    framed(number, 14),
                                    framed(text, 0),
                                    framed(4711, 0),
                                    "{}".getBytes(StandardCharsets.UTF_8)));
            registry.failNext(1);
            world.catchUp();
        }
        Manifest manifest = world.manifests(World.EVENTS).get(0);
        assertThat(manifest.books().read()).isEqualTo(5);
        assertThat(manifest.books().clean()).isEqualTo(5);
        assertThat(manifest.outputs(StoredFile.Role.SCHEMAS)).hasSize(1);
        assertThat(manifest.outputs(StoredFile.Role.SCHEMAS).get(0).records()).isEqualTo(2);
        assertThat(values(world, manifest))
                .containsExactly(
                        "\"x\"", "7", "\"\"", RejectionCode.UNKNOWN_SCHEMA.code(), RejectionCode.WRONG_FORMAT.code());
    }

    @Test
    void waitsAMomentForASchemaThatIsNotThere() throws Exception {
        String topic = SharedBroker.newTopic("late", 1);
        World world;
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            int text = registry.register("a-value", "AVRO", "\"string\"");
            int number = registry.register("b-value", "AVRO", "\"long\"");
            world = World.of(folder, topic, "avro", registry.url());
            SharedBroker.topics().produce(topic, 0, List.of(framed(text, 2, 'x'), framed(number, 14)));
            registry.missNext(2);
            world.catchUp();
        }
        assertThat(values(world, world.manifests(World.EVENTS).get(0))).containsExactly("\"x\"", "7");
    }

    @Test
    void rejectsNothingWhereThereIsNoRegistryAtItsPath() throws Exception {
        String topic = SharedBroker.newTopic("wrong-path", 1);
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            int text = registry.register("a-value", "AVRO", "\"string\"");
            SharedBroker.topics().produce(topic, 0, List.of(framed(text, 2, 'x')));
            URI wrong = registry.url().resolve("/registry");
            World world = World.of(folder, topic, "avro", wrong);
            assertThatThrownBy(world::catchUp)
                    .isInstanceOf(EiderException.class)
                    .hasMessageContaining("at its path is no schema registry");
            assertThat(world.manifests(World.EVENTS)).isEmpty();
        }
    }

    private static byte[] framed(int id, int... payload) {
        ByteBuffer bytes = ByteBuffer.allocate(5 + payload.length).put((byte) 0).putInt(id);
        for (int value : payload) {
            bytes.put((byte) value);
        }
        return bytes.array();
    }

    private static List<String> values(World world, Manifest manifest) throws Exception {
        List<String> values = new ArrayList<>();
        RecordFormat format = new TopicFormats(AVRO, world.bucket, Limits.defaults()).of(manifest);
        for (StoredFile file : manifest.outputs(StoredFile.Role.RECORDS)) {
            try (RecordFormat.Cursor records =
                    format.open(world.bucket.open(file.key(), Range.ALL), Limits.defaults())) {
                while (records.next()) {
                    values.add(records.refusal()
                            .map(reason -> reason.code().code())
                            .orElseGet(() -> new String(
                                    records.buffer(), records.offset(), records.length(), StandardCharsets.UTF_8)));
                }
            }
        }
        return values;
    }
}
