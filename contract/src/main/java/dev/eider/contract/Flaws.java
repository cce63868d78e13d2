package dev.eider.contract;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is wrong with the fields of one record: a set of codes a field, told as reasons that quote no value. */
@SuppressWarnings("EnumOrdinal") // bits that live no longer than a record
final class Flaws {
    private static final int ALLOWED_SHOWN_MAX = 8;

    private final FieldRule[] rules;
    private final ZoneId zone;
    private final int numberLengthMax;
    private final long[] flaws;
    private final @Nullable Reason[][] told;
    private boolean any;

    Flaws(FieldRule[] rules, ZoneId zone, int numberLengthMax) {
        this.rules = rules;
        this.zone = zone;
        this.numberLengthMax = numberLengthMax;
        this.flaws = new long[rules.length];
        this.told = new Reason[rules.length][RejectionCode.values().length];
    }

    static long of(RejectionCode code) {
        return 1L << code.ordinal();
    }

    void clear() {
        if (any) {
            Arrays.fill(flaws, 0);
            any = false;
        }
    }

    boolean isEmpty() {
        return !any;
    }

    boolean has(int field) {
        return flaws[field] != 0;
    }

    void add(int field, long codes) {
        flaws[field] |= codes;
        any = true;
    }

    /** All of them, in the order of fields and codes. */
    void tell(List<Reason> into) {
        for (int field = 0; field < flaws.length; field++) {
            for (long left = flaws[field]; left != 0; left &= left - 1) {
                into.add(reason(field, Long.numberOfTrailingZeros(left)));
            }
        }
    }

    private Reason reason(int field, int ordinal) {
        Reason known = told[field][ordinal];
        if (known == null) {
            RejectionCode code = RejectionCode.values()[ordinal];
            known = Reason.of(code, rules[field].field.name(), message(rules[field], code));
            told[field][ordinal] = known;
        }
        return known;
    }

    private String message(FieldRule rule, RejectionCode code) {
        return switch (code) {
            case MISSING -> "missing";
            case WRONG_TYPE -> "not a value of " + type(rule);
            case OUT_OF_RANGE ->
                rule.isDerived() && !rule.hasBounds
                        ? "of an offset of more than " + DerivedId.OFFSET_BITS + " bits"
                        : rule.hasBounds ? "outside " + bounds(rule.field) : "outside the range of " + type(rule);
            case TOO_MANY_DIGITS -> "more than " + (rule.precision - rule.scale) + " digits before the point";
            case TOO_MANY_DECIMALS -> "more than " + rule.scale + " decimals";
            case NOT_IN_ENUM -> allowed(rule.field.allowed());
            case PATTERN_MISMATCH -> "does not match " + rule.field.pattern().orElse("the pattern");
            case TOO_SHORT -> "shorter than " + rule.lengthMin + " characters";
            case TOO_LONG -> "longer than " + (rule.isNumber() ? numberLengthMax : rule.lengthMax) + " characters";
            case INVALID_DATE -> moment(rule, "a date such as 2025-04-06");
            case INVALID_TIME -> moment(rule, "a time such as 10:15:30.123456");
            case INVALID_TIMESTAMP ->
                moment(rule, "a timestamp such as 2025-04-06T10:15:30.123456Z")
                        + "; without an offset, a time that clocks in " + zone + " showed";
            case INVALID_UUID -> "not a uuid such as 123e4567-e89b-12d3-a456-426614174000";
            case IMPLAUSIBLE_EVENT_TIME ->
                "outside the years " + JudgingValidator.EVENT_YEAR_MIN + " to " + JudgingValidator.EVENT_YEAR_MAX;
            default -> code.code();
        };
    }

    private static String moment(FieldRule rule, String iso) {
        List<String> formats = rule.field.formats();
        return "not " + (formats.isEmpty() ? iso : "of the form " + String.join(" or ", formats));
    }

    private static String type(FieldRule rule) {
        String name = rule.kind.name().toLowerCase(Locale.ROOT);
        return rule.kind == FieldType.Kind.DECIMAL ? name + "(" + rule.precision + "," + rule.scale + ")" : name;
    }

    private static String bounds(Field field) {
        Optional<String> least = field.minimum().map(b -> "minimum " + b.toPlainString());
        Optional<String> most = field.maximum().map(b -> "maximum " + b.toPlainString());
        return least.isPresent() && most.isPresent()
                ? least.get() + " and " + most.get()
                : least.or(() -> most).orElse("the range");
    }

    private static String allowed(List<String> texts) {
        return texts.size() <= ALLOWED_SHOWN_MAX
                ? "not one of " + String.join(", ", texts)
                : "not one of the " + texts.size() + " values of its enum";
    }
}
