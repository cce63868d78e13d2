package dev.eider.contract;

import static dev.eider.contract.Contracted.field;
import static dev.eider.contract.Contracted.from;
import static dev.eider.contract.Contracted.ofLength;
import static dev.eider.contract.Contracted.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.FieldType.Kind;
import dev.eider.contract.Source.Tombstones;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records with what came with them: fields of it, ids derived of it, records that are none. */
final class EnvelopeTest {
    private static final long SEED = 20_260_102;
    private static final int ROUNDS = 20_000;
    private static final String META = "{\"topic\":\"bank.core.cards\",\"source_system\":\"core\",\"partition\":3,"
            + "\"offset\":12,\"timestamp\":\"2025-04-06T10:15:30.123Z\",\"key\":\"k-1\","
            + "\"headers\":{\"trace\":\"t-1\",\"other\":\"o\"}}";

    private static Contracted topic(Field... fields) {
        return Contracted.with(fields).fromTopic(Tombstones.REJECT);
    }

    private static Field meta(String name, Kind kind, String... path) {
        return field(name, kind).takenFrom(FieldPath.meta(path));
    }

    private static Field id(DerivedId.Parts parts) {
        return field("id", Kind.BIGINT).derivedFrom(parts);
    }

    /** A record behind what came with it, or before it; the bytes between would spoil both. */
    record Framed(byte[] buffer, int offset, int length, int metaOffset, int metaLength) implements RawRecord {
        static Framed of(String meta, byte[] value) {
            byte[] envelope = meta.getBytes(StandardCharsets.UTF_8);
            byte[] buffer = buffer(envelope.length + value.length);
            System.arraycopy(envelope, 0, buffer, 3, envelope.length);
            System.arraycopy(value, 0, buffer, 5 + envelope.length, value.length);
            return new Framed(buffer, 5 + envelope.length, value.length, 3, envelope.length);
        }

        Framed turned() {
            byte[] turned = buffer(length + metaLength);
            System.arraycopy(buffer, offset, turned, 3, length);
            System.arraycopy(buffer, metaOffset, turned, 5 + length, metaLength);
            return new Framed(turned, 3, length, 5 + length, metaLength);
        }

        private static byte[] buffer(int length) {
            byte[] buffer = new byte[length + 16];
            java.util.Arrays.fill(buffer, (byte) '"');
            return buffer;
        }

        @Override
        public long ordinal() {
            return 0;
        }
    }

    record Odd(boolean isTombstone, Optional<Reason> refusal) implements RawRecord {
        @Override
        public byte[] buffer() {
            return "null".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int offset() {
            return 0;
        }

        @Override
        public int length() {
            return 4;
        }

        @Override
        public long ordinal() {
            return 0;
        }
    }

    private static Verdict.Row clean(Contracted contracted, String meta, String value) {
        RecordValidator validator = contracted.validator();
        Framed framed = Framed.of(meta, value.getBytes(StandardCharsets.UTF_8));
        assertThat(validator.judge(framed.turned())).isInstanceOf(Verdict.Clean.class);
        Verdict verdict = validator.judge(framed);
        assertThat(verdict).as(String.valueOf(verdict)).isInstanceOf(Verdict.Clean.class);
        return ((Verdict.Clean) verdict).row();
    }

    private static Verdict.Rejected rejected(Contracted contracted, String meta, String value) {
        RecordValidator validator = contracted.validator();
        Framed framed = Framed.of(meta, value.getBytes(StandardCharsets.UTF_8));
        Verdict verdict = validator.judge(framed);
        assertThat(validator.judge(framed.turned())).isEqualTo(verdict);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        return (Verdict.Rejected) verdict;
    }

    private static List<String> reasons(Verdict.Rejected rejected) {
        return rejected.reasons().stream()
                .map(reason -> reason.field().map(name -> name + ": ").orElse("")
                        + reason.code().code() + ": " + reason.message())
                .toList();
    }

    @Test
    void readsWhatCameWithARecord() {
        Contracted contracted = topic(
                        field("amount", Kind.BIGINT),
                        meta("topic", Kind.STRING, "topic"),
                        meta("system", Kind.STRING, "source_system"),
                        meta("partition", Kind.INTEGER, "partition"),
                        meta("place", Kind.BIGINT, "offset"),
                        meta("sent_at", Kind.TIMESTAMP, "timestamp"),
                        meta("key", Kind.STRING, "key"),
                        meta("trace", Kind.STRING, "headers", "trace"),
                        meta("headers", Kind.JSON, "headers"))
                .rejectingUnknownFields();

        Verdict.Row row = clean(contracted, META, "{\"amount\":5}");

        assertThat(row.longAt(0)).isEqualTo(5);
        assertThat(text(row, 1)).isEqualTo("bank.core.cards");
        assertThat(text(row, 2)).isEqualTo("core");
        assertThat(row.longAt(3)).isEqualTo(3);
        assertThat(row.longAt(4)).isEqualTo(12);
        assertThat(row.longAt(5)).isEqualTo(1743934530123000L);
        assertThat(text(row, 6)).isEqualTo("k-1");
        assertThat(text(row, 7)).isEqualTo("t-1");
        assertThat(text(row, 8)).isEqualTo("{\"trace\":\"t-1\",\"other\":\"o\"}");
    }

    @Test
    void readsMembersOfAKey() {
        Contracted contracted = topic(meta("id", Kind.BIGINT, "key", "id"));

        assertThat(clean(contracted, "{\"offset\":1,\"key\":{\"id\":7}}", "{}").longAt(0))
                .isEqualTo(7);
        assertThat(reasons(rejected(contracted, "{\"offset\":1,\"key\":\"k-1\"}", "{}")))
                .containsExactly("id: wrong_type: not a value of bigint");
    }

    @Test
    void countsUnknownMembersOfTheRecordOnly() {
        RecordValidator validator = topic(meta("key", Kind.STRING, "key")).validator();

        validator.judge(Framed.of(META, "{\"key\":1,\"b\":{\"c\":2}}".getBytes(StandardCharsets.UTF_8)));

        assertThat(validator.unknownFields()).isEqualTo(2);
    }

    @Test
    void missesWhatDidNotCome() {
        Contracted contracted = topic(
                meta("key", Kind.STRING, "key").require(),
                meta("trace", Kind.STRING, "headers", "trace").require(),
                id(DerivedId.Parts.OFFSET_AND_TIMESTAMP).require());

        Verdict.Rejected rejected = rejected(contracted, "{\"topic\":\"t\",\"partition\":0,\"offset\":1}", "{}");

        assertThat(reasons(rejected))
                .containsExactly("key: missing: missing", "trace: missing: missing", "id: missing: missing");
        assertThat(rejected.shape()).isEqualTo("{\"key\":\"missing\",\"trace\":\"missing\",\"id\":\"derived\"}");
        assertThat(contracted.judge("{}")).isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    void tellsPrivateKeysByTheirMaskOnly() {
        Field key = meta("account", Kind.STRING, "key");
        Contracted contracted = topic(key.masked(Mask.LAST4), field("amount", Kind.BIGINT));
        String meta = "{\"offset\":1,\"key\":\"DE00-canary-4711\"}";

        Verdict.Row row = clean(contracted, meta, "{\"amount\":1}");
        assertThat(text(row, 1)).endsWith("4711").doesNotContain("canary");
        Verdict.Rejected other = rejected(contracted, meta, "{\"amount\":\"x\"}");
        assertThat(other.toString()).contains("4711").doesNotContain("canary");
        Verdict.Rejected itself =
                rejected(topic(ofLength(key, 1, 5).masked(Mask.LAST4)), meta, "{\"amount\":\"canary\"}");
        assertThat(itself.passing()).isEqualTo("{}");
        assertThat(itself.shape()).isEqualTo("{\"account\":\"string[9-16]\"}");
        assertThat(itself.toString()).doesNotContain("canary", "4711");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1 | malformed_json: the record ends within its JSON text at byte 6",
                "{\"a\":x} | malformed_json: not JSON text at byte 5",
                "[] | not_an_object: not a JSON object",
                "{\"a\":1,\"a\":2} | duplicate_key: a second member of one name at byte 7",
            })
    void countsPlacesFromTheRecordsStart(String value, String reason) {
        assertThat(reasons(rejected(topic(field("a", Kind.BIGINT), meta("key", Kind.STRING, "key")), META, value)))
                .containsExactly(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"key\":\"k\" | malformed_json: not JSON text at byte 10 of $meta",
                "{\"key\":\"k\"}} | malformed_json: not JSON text at byte 11 of $meta",
                "{\"key\":1,\"key\":2} | duplicate_key: a second member of one name at byte 9 of $meta",
            })
    void refusesABrokenEnvelope(String meta, String reason) {
        assertThat(reasons(rejected(topic(meta("key", Kind.STRING, "key")), meta, "{}")))
                .containsExactly(reason);
    }

    @Test
    void derivesIds() {
        Contracted contracted = topic(id(DerivedId.Parts.OFFSET), meta("place", Kind.BIGINT, "offset"))
                .keyedBy("id");
        Contracted timed = topic(id(DerivedId.Parts.OFFSET_AND_TIMESTAMP));

        assertThat(clean(contracted, META, "{}").longAt(0)).isEqualTo(DerivedId.of("bank.core.cards", 3, 12));
        assertThat(clean(timed, META, "{}").longAt(0))
                .isEqualTo(DerivedId.of("bank.core.cards", 3, 12, 1743934530123L));
    }

    @Test
    void needsATimestampOnlyForIdsThatHoldIt() {
        String meta = "{\"topic\":\"t\",\"partition\":0,\"offset\":1,\"timestamp\":\"+57000-01-01T00:00:00Z\"}";

        assertThat(clean(topic(id(DerivedId.Parts.OFFSET)), meta, "{}").longAt(0))
                .isEqualTo(DerivedId.of("t", 0, 1));
        assertThat(reasons(
                        rejected(topic(id(DerivedId.Parts.OFFSET_AND_TIMESTAMP).require()), meta, "{}")))
                .first()
                .isEqualTo("id: missing: missing");
    }

    @Test
    void derivesIdsOfSeveralPartitions() {
        RecordValidator validator = topic(id(DerivedId.Parts.OFFSET)).validator();

        for (int partition : new int[] {0, 1, 1, 0, 2}) {
            for (String topic : List.of("a", "b", "bé")) {
                String meta = "{\"topic\":\"" + topic + "\",\"partition\":" + partition + ",\"offset\":7}";
                Verdict verdict = validator.judge(Framed.of(meta, "{}".getBytes(StandardCharsets.UTF_8)));
                assertThat(((Verdict.Clean) verdict).row().longAt(0)).isEqualTo(DerivedId.of(topic, partition, 7));
            }
        }
    }

    @Test
    void refusesAnOffsetThatNoIdHolds() {
        Contracted contracted = topic(id(DerivedId.Parts.OFFSET));
        String meta = "{\"topic\":\"t\",\"partition\":0,\"offset\":" + (1L << 40) + "}";

        Verdict.Rejected rejected = rejected(contracted, meta, "{}");

        assertThat(reasons(rejected)).containsExactly("id: out_of_range: of an offset of more than 40 bits");
        assertThat(rejected.shape()).isEqualTo("{\"id\":\"derived\"}");
    }

    @Test
    void leavesOutOrRejectsRecordsWithoutAValue() {
        RawRecord tombstone = new Odd(true, Optional.empty());
        Contracted contracted = topic(field("a", Kind.BIGINT));

        assertThat(contracted.validator().judge(tombstone))
                .isEqualTo(new Verdict.Rejected(
                        List.of(Reason.of(RejectionCode.TOMBSTONE, "a record without a value")), "{}", "{}"));
        assertThat(contracted.fromTopic(Tombstones.EXCLUDE).validator().judge(tombstone))
                .isEqualTo(Verdict.Filtered.FILTERED);
    }

    @Test
    void rejectsWhatCouldNotBeMadeJsonForItsOwnReason() {
        Reason reason = Reason.of(RejectionCode.UNKNOWN_SCHEMA, "schema 7 is not in the registry");

        assertThat(topic(field("a", Kind.BIGINT)).validator().judge(new Odd(false, Optional.of(reason))))
                .isEqualTo(new Verdict.Rejected(List.of(reason), "{}", "{}"));
    }

    /** Only what the payload says can make it malformed at a place of its own; nothing is thrown. */
    @Test
    void judgesAnyBytes() {
        Random random = new Random(SEED);
        RecordValidator validator = topic(
                        field("a", Kind.BIGINT).require(),
                        field("b", Kind.JSON),
                        meta("key", Kind.UUID, "key"),
                        meta("place", Kind.BIGINT, "offset"),
                        meta("trace", Kind.STRING, "headers", "trace").masked(Mask.TOKEN),
                        id(DerivedId.Parts.OFFSET_AND_TIMESTAMP))
                .validator();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] value = damaged("{\"a\":12,\"b\":{\"c\":[1,\"x\"]}}", random);
            String meta = new String(damaged(META, random), StandardCharsets.ISO_8859_1);
            Framed framed = Framed.of(meta, value);
            String verdict = told(validator, framed);

            assertThat(told(validator, framed.turned()))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(verdict);
        }
    }

    private static String told(RecordValidator validator, RawRecord record) {
        Verdict verdict = validator.judge(record);
        return verdict instanceof Verdict.Clean clean ? clean.passing() : verdict.toString();
    }

    private static byte[] damaged(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",:\\0x\u00e9".charAt(random.nextInt(11));
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\":1}"})
    void missesEverythingWhereNothingCame(String value) {
        Contracted contracted = topic(from(field("a", Kind.BIGINT), "a"), meta("key", Kind.STRING, "key"));

        Verdict verdict = contracted.judge(value);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Clean.class,
                        clean -> assertThat(clean.row().isNull(1)).isTrue());
    }
}
