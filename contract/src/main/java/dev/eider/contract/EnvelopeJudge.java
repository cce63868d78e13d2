package dev.eider.contract;

import dev.eider.contract.FieldType.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Judges the fields that come from {@code $meta}, and derives ids of it. Not thread-safe. */
final class EnvelopeJudge {
    /** What ids are made of, in the order of {@link #parts}. */
    private static final int TOPIC = 0;

    private static final int PARTITION = 1;
    private static final int OFFSET = 2;
    private static final int TIMESTAMP = 3;

    private static final long MICROS_OF_MILLI = 1_000;

    private final FieldRule[] rules;
    private final FieldValues values;
    private final Flaws flaws;
    private final FieldJudge judge;
    private final RecordReader reader;
    private final int[] derived;
    private final int parts;

    private byte[] topic = {};
    private String topicName = "";
    private long partition = -1;
    private long prefix;

    /**
     * @param rules of the contract's fields, behind them those of {@link #parts}
     * @param reader of what stands in {@code $meta}
     */
    EnvelopeJudge(FieldRule[] rules, FieldValues values, Flaws flaws, FieldJudge judge, RecordReader reader) {
        this.rules = rules;
        this.values = values;
        this.flaws = flaws;
        this.judge = judge;
        this.reader = reader;
        List<Integer> numbers = new ArrayList<>();
        for (int field = 0; field < rules.length; field++) {
            if (rules[field].isDerived()) {
                numbers.add(field);
            }
        }
        this.derived = numbers.stream().mapToInt(Integer::intValue).toArray();
        this.parts = rules.length - parts(Arrays.asList(rules)).size();
    }

    /** Whether any field comes from {@code $meta} or is derived of it. */
    static boolean isNeeded(FieldRule[] rules) {
        return Arrays.stream(rules)
                .anyMatch(rule -> rule.isDerived() || rule.field.from().isMeta());
    }

    /** Rules of what ids are made of, without columns of their own; those that no field of these needs are left out. */
    static List<FieldRule> parts(List<FieldRule> fields) {
        List<FieldRule> parts = new ArrayList<>();
        if (fields.stream().anyMatch(FieldRule::isDerived)) {
            parts.add(part("topic", Kind.STRING));
            parts.add(part("partition", Kind.INTEGER));
            parts.add(part("offset", Kind.BIGINT));
        }
        if (fields.stream().anyMatch(EnvelopeJudge::isTimed)) {
            parts.add(part("timestamp", Kind.TIMESTAMP));
        }
        return parts;
    }

    private static boolean isTimed(FieldRule rule) {
        return rule.field.derive().equals(Optional.of(DerivedId.Parts.OFFSET_AND_TIMESTAMP));
    }

    private static FieldRule part(String name, Kind kind) {
        Field field = Field.of("$meta." + name, FieldType.of(kind)).takenFrom(FieldPath.meta(name));
        return new FieldRule(field, false, false);
    }

    /** Reads an object from its brace on and derives ids; the position behind it, or {@code ~at}. */
    int read(byte[] bytes, int from, int end) {
        int after = reader.read(bytes, from, end);
        if (after >= 0) {
            for (int field : derived) {
                derive(field);
            }
        }
        return after;
    }

    /** A part that is missing leaves the id missing. */
    private void derive(int field) {
        boolean isTimed = isTimed(rules[field]);
        if (!has(TOPIC) || !has(PARTITION) || !has(OFFSET) || (isTimed && !has(TIMESTAMP))) {
            return;
        }
        know(values.bytes(parts), values.from(parts), values.to(parts), values.longAt(parts + PARTITION));
        long offset = values.longAt(parts + OFFSET);
        if (isTimed) {
            long millis = Math.floorDiv(values.longAt(parts + TIMESTAMP), MICROS_OF_MILLI);
            judge.derived(field, DerivedId.of(topicName, (int) partition, offset, millis));
        } else if (DerivedId.isWithin(offset)) {
            judge.derived(field, DerivedId.of(prefix, offset));
        } else {
            flaws.add(field, Flaws.of(RejectionCode.OUT_OF_RANGE));
        }
    }

    private boolean has(int part) {
        return values.isValue(parts + part) && !flaws.has(parts + part);
    }

    /** Records of one partition follow each other. */
    private void know(byte[] bytes, int from, int to, long number) {
        if (number != partition || !Arrays.equals(bytes, from, to, topic, 0, topic.length)) {
            topic = Arrays.copyOfRange(bytes, from, to);
            topicName = new String(topic, StandardCharsets.UTF_8);
            partition = number;
            prefix = DerivedId.prefix(topicName, (int) number);
        }
    }
}
