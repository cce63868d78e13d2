package dev.eider.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.FieldType.Kind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds contracts, validators and records for tests; all that is not said is a harmless default. */
final class Contracted {
    static final MaskKey KEY = MaskKey.of("a key for tests, nothing else...");

    private final List<Field> fields = new ArrayList<>();
    private ZoneId zone = ZoneOffset.UTC;
    private Optional<String> eventTime = Optional.empty();
    private List<String> primaryKey = List.of();
    private boolean rejectsUnknownFields;
    private Limits limits = Limits.defaults();
    private Source source = new Source.Api(
            "bank",
            "/records",
            Map.of(),
            Map.of(),
            FieldPath.of(),
            new Paginator.SinglePage(),
            Optional.empty(),
            Optional.empty(),
            Source.OnBadPage.FAIL);

    static Contracted with(Field... fields) {
        Contracted contracted = new Contracted();
        contracted.fields.addAll(List.of(fields));
        return contracted;
    }

    static Field field(String name, Kind kind) {
        return Field.of(name, FieldType.of(kind));
    }

    static Field decimal(String name, int precision, int scale) {
        return Field.of(name, FieldType.decimal(precision, scale));
    }

    static Field from(Field field, String... path) {
        return field.takenFrom(FieldPath.of(path));
    }

    static Field within(Field field, String least, String most) {
        return rules(
                field,
                field.from(),
                field.allowed(),
                field.pattern(),
                Optional.of(new BigDecimal(least)),
                Optional.of(new BigDecimal(most)));
    }

    static Field oneOf(Field field, String... allowed) {
        return rules(field, field.from(), List.of(allowed), field.pattern(), field.minimum(), field.maximum());
    }

    static Field like(Field field, String pattern) {
        return rules(field, field.from(), field.allowed(), Optional.of(pattern), field.minimum(), field.maximum());
    }

    private static Field rules(
            Field field,
            FieldPath from,
            List<String> allowed,
            Optional<String> pattern,
            Optional<BigDecimal> minimum,
            Optional<BigDecimal> maximum) {
        return new Field(
                field.name(),
                field.type(),
                from,
                field.required(),
                allowed,
                pattern,
                minimum,
                maximum,
                field.minLength(),
                field.maxLength(),
                field.mask(),
                field.description(),
                field.formats(),
                field.derive());
    }

    static Field ofLength(Field field, int least, int most) {
        return new Field(
                field.name(),
                field.type(),
                field.from(),
                field.required(),
                field.allowed(),
                field.pattern(),
                field.minimum(),
                field.maximum(),
                OptionalInt.of(least),
                OptionalInt.of(most),
                field.mask(),
                field.description(),
                field.formats(),
                field.derive());
    }

    Contracted in(String zoneId) {
        zone = ZoneId.of(zoneId);
        return this;
    }

    Contracted datedBy(String field) {
        eventTime = Optional.of(field);
        return this;
    }

    Contracted keyedBy(String... names) {
        primaryKey = List.of(names);
        return this;
    }

    Contracted rejectingUnknownFields() {
        rejectsUnknownFields = true;
        return this;
    }

    Contracted fromTopic(Source.Tombstones tombstones) {
        source = new Source.Topic(
                "events",
                "bank.core.cards",
                false,
                Source.PayloadFormat.JSON,
                Source.PayloadFormat.STRING,
                Optional.empty(),
                tombstones);
        return this;
    }

    Contracted within(Limits bounds) {
        limits = bounds;
        return this;
    }

    Contract contract() {
        return new Contract(
                new DatasetName("record"),
                Optional.empty(),
                1,
                new Fingerprint("0".repeat(64)),
                zone,
                source,
                fields,
                primaryKey,
                eventTime,
                Optional.empty(),
                rejectsUnknownFields,
                Quality.DEFAULT,
                Optional.empty());
    }

    RecordValidator validator() {
        return Validators.of(contract(), Optional.of(KEY), limits);
    }

    Verdict judge(String record) {
        return judge(record.getBytes(StandardCharsets.UTF_8));
    }

    Verdict judge(byte[] record) {
        return validator().judge(record(record));
    }

    static Verdict.Row clean(Contracted contracted, String record) {
        Verdict verdict = contracted.judge(record);
        assertThat(verdict).as(record).isInstanceOf(Verdict.Clean.class);
        return ((Verdict.Clean) verdict).row();
    }

    static Verdict.Rejected rejected(Contracted contracted, String record) {
        Verdict verdict = contracted.judge(record);
        assertThat(verdict).as(record).isInstanceOf(Verdict.Rejected.class);
        return (Verdict.Rejected) verdict;
    }

    static List<String> reasons(Contracted contracted, String record) {
        return rejected(contracted, record).reasons().stream()
                .map(reason -> reason.field().map(name -> name + ": ").orElse("")
                        + reason.code().code() + ": " + reason.message())
                .toList();
    }

    /** A record in the middle of a buffer whose other bytes would spoil it. */
    static RawRecord record(byte[] bytes) {
        byte[] buffer = new byte[bytes.length + 32];
        java.util.Arrays.fill(buffer, (byte) '"');
        System.arraycopy(bytes, 0, buffer, 7, bytes.length);
        return new Window(buffer, 7, bytes.length, 0);
    }

    record Window(byte[] buffer, int offset, int length, long ordinal) implements RawRecord {}

    static String text(Verdict.Row row, int column) {
        byte[] into = new byte[1 << 16];
        int length = row.utf8At(column, into, 0);
        return new String(into, 0, length, StandardCharsets.UTF_8);
    }
}
