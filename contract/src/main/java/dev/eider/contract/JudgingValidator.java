package dev.eider.contract;

import dev.eider.contract.judge.DateTimes;
import dev.eider.contract.judge.JsonNumber;
import dev.eider.contract.judge.JsonText;
import dev.eider.contract.judge.JsonTree;
import dev.eider.contract.judge.Notes;
import dev.eider.contract.judge.TextBuffer;
import dev.eider.contract.judge.ZoneOffsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The validator: reads a record once, then looks at what is missing, then masks. */
final class JudgingValidator implements RecordValidator, Verdict.Clean {
    /** First and last plausible year of an event. */
    static final int EVENT_YEAR_MIN = 1900;

    static final int EVENT_YEAR_MAX = 2100;

    private static final long EVENT_DAY_MIN = LocalDate.of(EVENT_YEAR_MIN, 1, 1).toEpochDay();
    private static final long EVENT_DAY_MAX =
            LocalDate.of(EVENT_YEAR_MAX, 12, 31).toEpochDay();
    private static final int NO_FIELD = -1;
    private static final String META = " of $meta";

    private final FieldRule[] rules;
    private final Source.@Nullable Topic topic;
    private final int eventTime;
    private final boolean rejectsUnknownFields;
    private final Limits limits;
    private final FieldValues values;
    private final Flaws flaws;
    private final Notes notes = new Notes();
    private final JsonTree tree;
    private final ZoneOffsets offsets;
    private final RecordReader reader;
    private final @Nullable EnvelopeJudge envelope;
    private final ColumnRow row;
    private final RejectedText rejected;
    private final @Nullable Masker masker;
    private final int[] maskedFields;

    private int eventDay;
    private long unknownFields;

    JudgingValidator(Contract contract, Optional<MaskKey> key, Limits limits) {
        this.limits = limits;
        this.rules = rules(contract);
        this.topic = contract.source().topic().orElse(null);
        this.rejectsUnknownFields = contract.rejectsUnknownFields();
        TextBuffer decoded = new TextBuffer();
        JsonText text = new JsonText(decoded);
        JsonNumber number = new JsonNumber();
        this.tree = new JsonTree(
                text, number, decoded, notes, limits.depthMax(), limits.nameLengthMax(), limits.numberLengthMax());
        this.values = new FieldValues(rules.length, decoded);
        this.flaws = new Flaws(rules, contract.timezone(), limits.numberLengthMax());
        this.offsets = new ZoneOffsets(contract.timezone());
        FieldJudge judge = new FieldJudge(rules, values, flaws, text, number, tree, new MomentReader(offsets));
        PathNode members = PathNode.of(rules, FieldPath.Root.RECORD);
        this.reader = new RecordReader(members, judge, text, tree, notes, limits.depthMax());
        PathNode meta = PathNode.of(rules, FieldPath.Root.META);
        RecordReader metaReader = new RecordReader(meta, judge, text, tree, notes, limits.depthMax());
        this.envelope =
                EnvelopeJudge.isNeeded(rules) ? new EnvelopeJudge(rules, values, flaws, judge, metaReader) : null;
        this.row = new ColumnRow(contract, rules, values);
        this.rejected = new RejectedText(rules, values, flaws, row, tree);
        this.masker = key.map(Masker::new).orElse(null);
        int event = NO_FIELD;
        List<Integer> masks = new ArrayList<>();
        for (int field = 0; field < rules.length; field++) {
            event = rules[field].isEventTime ? field : event;
            if (rules[field].field.isMasked()) {
                masks.add(field);
            }
        }
        this.eventTime = event;
        this.maskedFields = masks.stream().mapToInt(Integer::intValue).toArray();
    }

    private static FieldRule[] rules(Contract contract) {
        List<FieldRule> rules = new ArrayList<>();
        contract.fields().stream()
                .map(field -> new FieldRule(
                        field,
                        field.required() || contract.primaryKey().contains(field.name()),
                        contract.eventTime().filter(field.name()::equals).isPresent()))
                .forEach(rules::add);
        rules.addAll(EnvelopeJudge.parts(rules));
        return rules.toArray(FieldRule[]::new);
    }

    @Override
    public Verdict judge(RawRecord record) {
        if (topic != null && record.isTombstone()) {
            return topic.tombstones() == Source.Tombstones.EXCLUDE
                    ? Verdict.Filtered.FILTERED
                    : reject(RejectionCode.TOMBSTONE, "a record without a value");
        }
        if (record.isTruncated() || record.length() > limits.recordBytesMax()) {
            return reject(RejectionCode.TOO_LARGE, "a record of more than " + limits.recordBytesMax() + " bytes");
        }
        if (topic != null && record.refusal().isPresent()) {
            return reject(record.refusal().get());
        }
        byte[] bytes = record.buffer();
        int start = record.offset();
        int end = start + record.length();
        values.restart(bytes);
        flaws.clear();
        notes.clear();
        tree.restart();
        int at = JsonTree.blanks(bytes, start, end);
        boolean isObject = at < end && bytes[at] == '{';
        int after = isObject ? reader.read(bytes, at, end) : tree.skip(bytes, at, end, 0);
        if (after >= 0) {
            after = JsonTree.blanks(bytes, after, end);
            after = after == end ? after : ~after;
        }
        if (after < 0) {
            return malformed(bytes, ~after, start, end);
        }
        if (notes.kind() != Notes.Kind.NOTHING) {
            return noted(start, "");
        }
        if (!isObject) {
            return reject(RejectionCode.NOT_AN_OBJECT, "not a JSON object");
        }
        return envelope == null || record.metaLength() == 0
                ? judgeFields(bytes, end)
                : judgeWith(envelope, record, bytes, end);
    }

    private Verdict judgeWith(EnvelopeJudge with, RawRecord record, byte[] bytes, int end) {
        int start = record.metaOffset();
        int behind = start + record.metaLength();
        int after = with.read(bytes, start, behind);
        if (after != behind) {
            return reject(
                    RejectionCode.MALFORMED_JSON, "not JSON text" + place(after < 0 ? ~after : after, start, META));
        }
        if (notes.kind() != Notes.Kind.NOTHING) {
            return noted(start, META);
        }
        return judgeFields(bytes, Math.max(end, behind));
    }

    private Verdict judgeFields(byte[] bytes, int end) {
        long unknown = reader.unknown();
        unknownFields += unknown;
        for (int field = 0; field < rules.length; field++) {
            if (rules[field].isRequired && values.isNothing(field)) {
                flaws.add(field, Flaws.of(RejectionCode.MISSING));
            }
        }
        eventDay = NO_DATE;
        if (eventTime != NO_FIELD && !flaws.has(eventTime)) {
            dateEvent();
        }
        mask();
        if (flaws.isEmpty() && (unknown == 0 || !rejectsUnknownFields)) {
            return this;
        }
        List<Reason> reasons = new ArrayList<>();
        flaws.tell(reasons);
        if (unknown > 0 && rejectsUnknownFields) {
            String message = unknown == 1 ? "1 member that no field reads" : unknown + " members that no field reads";
            reasons.add(Reason.of(RejectionCode.UNKNOWN_FIELD, message));
        }
        return new Verdict.Rejected(reasons, rejected.passing(), rejected.shape(bytes, end));
    }

    private void dateEvent() {
        long value = values.longAt(eventTime);
        long day = value;
        if (rules[eventTime].kind == FieldType.Kind.TIMESTAMP) {
            long seconds = Math.floorDiv(value, DateTimes.SECOND);
            day = Math.floorDiv(seconds + offsets.ofInstant(seconds), DateTimes.DAY_SECONDS);
        }
        if (day < EVENT_DAY_MIN || day > EVENT_DAY_MAX) {
            flaws.add(eventTime, Flaws.of(RejectionCode.IMPLAUSIBLE_EVENT_TIME));
        } else {
            eventDay = (int) day;
        }
    }

    private void mask() {
        for (int field : maskedFields) {
            Optional<Mask> how = rules[field].field.mask();
            if (masker != null && how.isPresent() && values.isValue(field) && !flaws.has(field)) {
                row.setMasked(field, masker.mask(rules[field], how.get(), values, field));
            }
        }
    }

    private static Verdict malformed(byte[] bytes, int at, int start, int end) {
        String what = at >= end ? "the record ends within its JSON text" : "not JSON text";
        String why = at < end && bytes[at] < 0 ? " (or not UTF-8)" : "";
        return reject(RejectionCode.MALFORMED_JSON, what + " at byte " + (at - start) + why);
    }

    private static String place(int at, int start, String of) {
        return " at byte " + (at - start) + of;
    }

    private Verdict noted(int start, String of) {
        String place = place(notes.at(), start, of);
        return switch (notes.kind()) {
            case TOO_DEEP -> reject(RejectionCode.TOO_DEEP, "nested deeper than " + limits.depthMax() + place);
            case NAME_TOO_LONG ->
                reject(RejectionCode.TOO_LARGE, "a name longer than " + limits.nameLengthMax() + " bytes" + place);
            case NUMBER_TOO_LONG ->
                reject(
                        RejectionCode.TOO_LARGE,
                        "a number longer than " + limits.numberLengthMax() + " characters" + place);
            case DUPLICATE_KEY, NOTHING -> reject(RejectionCode.DUPLICATE_KEY, "a second member of one name" + place);
        };
    }

    private static Verdict reject(RejectionCode code, String message) {
        return reject(Reason.of(code, message));
    }

    private static Verdict reject(Reason reason) {
        return new Verdict.Rejected(List.of(reason), RejectedText.NOTHING, RejectedText.NOTHING);
    }

    @Override
    public long unknownFields() {
        return unknownFields;
    }

    @Override
    public String fingerprint(RawRecord record) {
        return masker == null ? "" : masker.fingerprint(record);
    }

    @Override
    public Row row() {
        return row;
    }

    @Override
    public int eventDay() {
        return eventDay;
    }

    @Override
    public String passing() {
        return rejected.passing();
    }
}
