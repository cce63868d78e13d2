package dev.eider.payloads;

import static dev.eider.payloads.Payloads.bytes;
import static dev.eider.payloads.Payloads.framed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Limits;
import dev.eider.contract.Source.PayloadFormat;
import dev.eider.contract.TestLimits;
import dev.eider.zones.Bucket;
import dev.eider.zones.Buckets;
import dev.eider.zones.FrameWriter;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.RollingWriter;
import dev.eider.zones.StoredFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What records say of their schemas, and how these are stored. */
final class SchemaIdsTest {
    @Test
    void findsIdsInFramesOfValuesAndKeys() {
        SchemaIds ids = new SchemaIds(
                Payloads.of(PayloadFormat.AVRO).keys(PayloadFormat.PROTOBUF).topic());
        ids.see(ByteBuffer.wrap(framed(3, bytes(1))), ByteBuffer.wrap(framed(4, bytes(1))), List.of());
        ids.see(null, ByteBuffer.wrap(framed(4, bytes(1))), List.of());
        ids.see(null, ByteBuffer.wrap(bytes(0, 0, 0, 0, 0, 0, 0, 1, 0, 9)), List.of());
        ids.see(null, null, List.of());
        ids.see(ByteBuffer.wrap(bytes(1, 2, 3, 4, 5)), ByteBuffer.wrap(bytes()), List.of());
        assertThat(ids.seen()).containsExactlyInAnyOrder(SchemaId.of(3), SchemaId.of(4), SchemaId.of(256));
    }

    @Test
    void findsIdsInHeaders() {
        SchemaIds ids = new SchemaIds(Payloads.of(PayloadFormat.PROTOBUF).topic());
        ByteBuffer value = ByteBuffer.wrap(framed(4, bytes(1)));
        ids.see(null, value, List.of(contentId(0, 0, 0, 0, 0, 0, 0, 5)));
        assertThat(ids.seen()).containsExactly(new SchemaId(SchemaId.Kind.CONTENT_ID, "5"));
    }

    @Test
    void looksAtWhatFormatsMean() {
        ByteBuffer framed = ByteBuffer.wrap(framed(4, bytes(1)));
        SchemaIds json = new SchemaIds(Payloads.of(PayloadFormat.JSON).topic());
        json.see(framed, framed, List.of());
        assertThat(json.seen()).containsExactly(SchemaId.of(4));
        SchemaIds byFile = new SchemaIds(
                Payloads.of(PayloadFormat.AVRO).file("a.avsc", "\"int\"").topic());
        byFile.see(framed, framed, List.of());
        assertThat(byFile.seen()).isEmpty();
    }

    @Test
    void tellsWhenThereAreEnoughAndForgetsNone() {
        SchemaIds ids = new SchemaIds(Payloads.of(PayloadFormat.AVRO).topic());
        for (int id = 1; id < SchemaIds.IDS_MAX; id++) {
            ids.see(null, ByteBuffer.wrap(framed(id, bytes(1))), List.of());
        }
        assertThat(ids.isFull()).isFalse();
        ids.see(null, ByteBuffer.wrap(framed(SchemaIds.IDS_MAX, bytes(1))), List.of());
        assertThat(ids.isFull()).isTrue();
        ids.see(null, ByteBuffer.wrap(framed(4711, bytes(1))), List.of());
        assertThat(ids.seen()).contains(SchemaId.of(1), SchemaId.of(SchemaIds.IDS_MAX), SchemaId.of(4711));
    }

    @Test
    void leavesNumbersThatNoRegistryGives() {
        SchemaIds ids = new SchemaIds(Payloads.of(PayloadFormat.PROTOBUF).topic());
        ids.see(null, ByteBuffer.wrap(framed(Integer.MAX_VALUE, bytes(1))), List.of());
        ids.see(null, ByteBuffer.wrap(framed(Integer.MIN_VALUE, bytes(1))), List.of());
        ids.see(null, ByteBuffer.wrap(framed(0, bytes(0, 0, 0, 0, 9))), List.of());
        ids.see(null, ByteBuffer.wrap(bytes(0, 0, 0, 0, 0, 0x80, 0, 0, 0, 9)), List.of());
        ids.see(null, ByteBuffer.wrap(bytes(9)), List.of(contentId(0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)));
        ids.see(null, ByteBuffer.wrap(bytes(9)), List.of(contentId(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)));
        assertThat(ids.seen()).containsExactly(SchemaId.of(Integer.MAX_VALUE));
    }

    private static FrameWriter.Header contentId(int... bytes) {
        return new FrameWriter.Header("apicurio.value.contentId", ByteBuffer.wrap(bytes(bytes)));
    }

    @Test
    void givesBackWhatItStored(@TempDir Path scratch) throws Exception {
        List<WrittenSchema> schemas = List.of(
                new WrittenSchema(SchemaId.of(7), WrittenSchema.Type.AVRO, "\"int\"", List.of()),
                new WrittenSchema(
                        SchemaId.of(12),
                        WrittenSchema.Type.PROTOBUF,
                        "syntax = \"proto3\";\nmessage M {}\n",
                        List.of(new WrittenSchema.Reference("a.proto", "message A {}"))),
                new WrittenSchema(
                        new SchemaId(SchemaId.Kind.GUID, "00112233-4455-6677-8899-aabbccddeeff"),
                        WrittenSchema.Type.JSON,
                        "{}",
                        List.of()));
        assertThat(stored(List.of(schemas.get(2), schemas.get(1), schemas.get(0)), Limits.defaults(), scratch))
                .isEqualTo(schemas);
    }

    @Test
    void readsSchemasLongerThanRecordsMayBe(@TempDir Path scratch) throws Exception {
        List<WrittenSchema> schemas = List.of(
                documented(7, WrittenSchema.Type.AVRO, Schemas.TEXT_MAX),
                documented(8, WrittenSchema.Type.PROTOBUF, 100_000));
        Limits limits = TestLimits.with(l -> l.recordBytesMax = 1_000);
        assertThat(stored(schemas, limits, scratch)).isEqualTo(schemas);
    }

    @Test
    void leavesOutTextsTooLongToBeUsed(@TempDir Path scratch) throws Exception {
        List<WrittenSchema> schemas = new ArrayList<>();
        for (WrittenSchema.Type type : WrittenSchema.Type.values()) {
            schemas.add(documented(schemas.size() + 1, type, Schemas.TEXT_MAX + 1));
        }
        WrittenSchema.Reference large = new WrittenSchema.Reference("a.proto", "\u0001".repeat(Schemas.TEXT_MAX));
        schemas.add(new WrittenSchema(
                SchemaId.of(4), WrittenSchema.Type.PROTOBUF, "message M {}", Collections.nCopies(9, large)));
        WrittenSchema last = new WrittenSchema(SchemaId.of(5), WrittenSchema.Type.AVRO, "\"int\"", List.of());
        schemas.add(last);
        List<WrittenSchema> read = stored(schemas, Limits.defaults(), scratch);
        assertThat(read).hasSize(5).endsWith(last);
        assertThat(read.subList(0, 4)).allSatisfy(each -> {
            assertThat(each.text()).isEmpty();
            assertThat(each.references()).isEmpty();
        });
        for (PayloadFormat format : List.of(PayloadFormat.AVRO, PayloadFormat.PROTOBUF)) {
            Payloads binary = Payloads.of(format).with(1, WrittenSchema.Type.valueOf(format.name()), "");
            assertThat(binary.read(framed(1, bytes(0))).why())
                    .isEqualTo("its schema cannot be read, or has what is not supported");
        }
        Payloads json = Payloads.of(PayloadFormat.JSON).with(2, WrittenSchema.Type.JSON, "");
        assertThat(json.read(framed(2, bytes('7'))).value()).isEqualTo("7");
    }

    /** A schema of so many characters, each of which is six bytes where it is stored. */
    private static WrittenSchema documented(long id, WrittenSchema.Type type, int length) {
        return new WrittenSchema(SchemaId.of(id), type, "\u0001".repeat(length), List.of());
    }

    private static List<WrittenSchema> stored(List<WrittenSchema> schemas, Limits limits, Path scratch)
            throws Exception {
        Bucket bucket = Buckets.memory();
        ObjectKey key = new ObjectKey("schemas.json.zst");
        try (RollingWriter lines = new RollingWriter(
                StoredFile.Role.SCHEMAS, RollingWriter.Compression.ZSTD, part -> key, scratch, limits)) {
            StoredSchemas.write(schemas, lines);
            assertThat(lines.finish(bucket)).hasSize(1);
        }
        return StoredSchemas.read(bucket, key, limits);
    }
}
