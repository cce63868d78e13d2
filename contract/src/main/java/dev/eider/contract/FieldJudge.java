package dev.eider.contract;

import com.google.re2j.Pattern;
import dev.eider.contract.judge.JsonNumber;
import dev.eider.contract.judge.JsonText;
import dev.eider.contract.judge.JsonTree;
import dev.eider.contract.judge.NameTable;
import dev.eider.contract.judge.RecentValues;
import dev.eider.contract.judge.TextBuffer;
import dev.eider.contract.judge.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Judges one value against one field's rules, while its text is read: into {@link FieldValues}, or into
 * {@link Flaws}. Number types take numbers and texts that are plain numbers; {@code boolean} takes true and false, as
 * texts too; all others but {@code json} take texts only. Not thread-safe.
 */
final class FieldJudge {
    private static final int MATCHES_REMEMBERED = 1 << 10;
    private static final int UUID_LENGTH = 36;

    private final FieldRule[] rules;
    private final FieldValues values;
    private final Flaws flaws;
    private final JsonText text;
    private final JsonNumber number;
    private final JsonTree tree;
    private final MomentReader moments;
    private final @Nullable RecentValues<Boolean>[] matches;
    private final TextBuffer canonical = new TextBuffer();

    @SuppressWarnings({"unchecked", "rawtypes"}) // no arrays of generics
    FieldJudge(
            FieldRule[] rules,
            FieldValues values,
            Flaws flaws,
            JsonText text,
            JsonNumber number,
            JsonTree tree,
            MomentReader moments) {
        this.rules = rules;
        this.values = values;
        this.flaws = flaws;
        this.text = text;
        this.number = number;
        this.tree = tree;
        this.moments = moments;
        this.matches = new RecentValues[rules.length];
        for (int i = 0; i < rules.length; i++) {
            matches[i] = rules[i].pattern == null ? null : new RecentValues<>(MATCHES_REMEMBERED);
        }
    }

    /** Reads and judges the value that stands {@code depth} levels deep; its end, or {@code ~at}. */
    int judge(int field, byte[] bytes, int from, int end, int depth) {
        FieldRule rule = rules[field];
        values.found(field, from);
        if (from >= end) {
            return ~from;
        }
        int after;
        switch (bytes[from]) {
            case '"' -> {
                after = text.read(bytes, from + 1, end);
                if (after >= 0) {
                    ofText(rule, field, from, after);
                }
            }
            case 't', 'f', 'n' -> {
                after = JsonTree.literal(bytes, from, end);
                if (after >= 0) {
                    ofLiteral(rule, field, bytes, from, after);
                }
            }
            case '{', '[' -> {
                after = tree.skip(bytes, from, end, depth);
                if (after >= 0) {
                    ofTree(rule, field, bytes, from, after);
                }
            }
            default -> {
                after = tree.number(bytes, from, end);
                if (after >= 0) {
                    ofNumber(rule, field, from, after);
                }
            }
        }
        return after;
    }

    /** Judges a value as one of the wrong type, or as null. */
    void misfit(int field, int from, boolean isNull) {
        values.found(field, from);
        if (isNull) {
            values.setNull(field);
        } else {
            fail(field, RejectionCode.WRONG_TYPE);
        }
    }

    /** Judges an id that was derived. */
    void derived(int field, long id) {
        FieldRule rule = rules[field];
        values.setLong(field, id);
        if (rule.isWithin(id)) {
            byCanonical(rule, field);
        } else {
            fail(field, RejectionCode.OUT_OF_RANGE);
        }
    }

    private void ofLiteral(FieldRule rule, int field, byte[] bytes, int from, int after) {
        if (bytes[from] == 'n') {
            values.setNull(field);
        } else if (rule.kind == FieldType.Kind.BOOLEAN) {
            values.setLong(field, bytes[from] == 't' ? 1 : 0);
            byCanonical(rule, field);
        } else if (rule.kind == FieldType.Kind.JSON) {
            values.setText(field, from, after, true);
        } else {
            fail(field, RejectionCode.WRONG_TYPE);
        }
    }

    private void ofTree(FieldRule rule, int field, byte[] bytes, int from, int after) {
        if (rule.kind != FieldType.Kind.JSON) {
            fail(field, RejectionCode.WRONG_TYPE);
            return;
        }
        TextBuffer decoded = values.decoded;
        int start = decoded.size();
        JsonTree.compact(bytes, from, after, decoded);
        if (decoded.size() - start == after - from) {
            decoded.rewind(start);
            values.setText(field, from, after, true);
        } else {
            values.setText(field, start, decoded.size(), false);
        }
    }

    private void ofText(FieldRule rule, int field, int from, int after) {
        byte[] bytes = text.bytes();
        int start = text.from();
        int to = text.to();
        switch (rule.kind) {
            case STRING -> ofString(rule, field, bytes, start, to);
            case JSON -> values.setText(field, from, after, true);
            case DATE -> ofMoment(rule, field, bytes, start, to, RejectionCode.INVALID_DATE);
            case TIME -> ofMoment(rule, field, bytes, start, to, RejectionCode.INVALID_TIME);
            case TIMESTAMP -> ofMoment(rule, field, bytes, start, to, RejectionCode.INVALID_TIMESTAMP);
            case UUID -> ofUuid(rule, field, bytes, start, to);
            case BOOLEAN -> ofBooleanText(rule, field, bytes, start, to);
            case INTEGER, BIGINT, DECIMAL, DOUBLE -> ofNumberText(rule, field, bytes, start, to);
        }
    }

    private void ofBooleanText(FieldRule rule, int field, byte[] bytes, int start, int to) {
        boolean isLiteral = start < to && bytes[start] != 'n' && JsonTree.literal(bytes, start, to) == to;
        if (isLiteral) {
            values.setLong(field, bytes[start] == 't' ? 1 : 0);
            byCanonical(rule, field);
        } else {
            fail(field, RejectionCode.WRONG_TYPE);
        }
    }

    private void ofNumberText(FieldRule rule, int field, byte[] bytes, int start, int to) {
        if (!tree.allowsNumber(to - start)) {
            fail(field, RejectionCode.TOO_LONG);
        } else if (number.read(bytes, start, to) == to) {
            ofNumber(rule, field, start, to);
        } else {
            fail(field, RejectionCode.WRONG_TYPE);
        }
    }

    private void ofNumber(FieldRule rule, int field, int from, int after) {
        if (!tree.allowsNumber(number.length())) {
            return; // noted against the record as a whole
        }
        switch (rule.kind) {
            case DECIMAL -> ofDecimal(rule, field);
            case INTEGER, BIGINT -> ofInteger(rule, field);
            case DOUBLE -> {
                double value = number.toDouble();
                values.setDouble(field, value);
                if (Double.isInfinite(value) || !rule.isWithin(value)) {
                    fail(field, RejectionCode.OUT_OF_RANGE);
                } else {
                    byCanonical(rule, field);
                }
            }
            case JSON -> values.setText(field, from, after, true);
            default -> fail(field, RejectionCode.WRONG_TYPE);
        }
    }

    private void ofInteger(FieldRule rule, int field) {
        int fits = number.toLong();
        long value = number.value();
        boolean isNarrow = rule.kind == FieldType.Kind.BIGINT || value == (int) value;
        values.setLong(field, value);
        if (fits != JsonNumber.FITS) {
            flaws.add(field, rule.misfits(fits));
        } else if (!isNarrow || !rule.isWithin(value)) {
            fail(field, RejectionCode.OUT_OF_RANGE);
        } else {
            byCanonical(rule, field);
        }
    }

    private void ofDecimal(FieldRule rule, int field) {
        int fits = number.toDecimal(rule.precision, rule.scale);
        boolean isWithin;
        if (number.isWide()) {
            values.setWide(field, number.wide());
            isWithin = rule.isWithin(number.wide());
        } else {
            values.setUnscaled(field, number.value());
            isWithin = rule.isWithin(number.value());
        }
        if (fits != JsonNumber.FITS) {
            flaws.add(field, rule.misfits(fits));
        } else if (!isWithin) {
            fail(field, RejectionCode.OUT_OF_RANGE);
        } else {
            byCanonical(rule, field);
        }
    }

    private void ofMoment(FieldRule rule, int field, byte[] bytes, int start, int to, RejectionCode otherwise) {
        if (moments.read(rule, bytes, start, to)) {
            values.setLong(field, moments.value());
            byCanonical(rule, field);
        } else {
            fail(field, otherwise);
        }
    }

    private void ofUuid(FieldRule rule, int field, byte[] bytes, int start, int to) {
        boolean isUuid = to - start == UUID_LENGTH;
        boolean isLower = true;
        for (int i = 0; isUuid && i < UUID_LENGTH; i++) {
            byte c = bytes[start + i];
            boolean isHyphen = i == 8 || i == 13 || i == 18 || i == 23;
            isUuid = isHyphen ? c == '-' : Character.digit(c, 16) >= 0;
            isLower &= c < 'A' || c > 'F';
        }
        if (!isUuid) {
            fail(field, RejectionCode.INVALID_UUID);
            return;
        }
        if (isLower) {
            values.setText(field, start, to, text.isInPlace());
        } else {
            TextBuffer decoded = values.decoded;
            int from = decoded.size();
            for (int i = start; i < to; i++) {
                decoded.append((byte) Character.toLowerCase(bytes[i]));
            }
            values.setText(field, from, decoded.size(), false);
        }
        byCanonical(rule, field);
    }

    private void ofString(FieldRule rule, int field, byte[] bytes, int start, int to) {
        values.setText(field, start, to, text.isInPlace());
        if (rule.hasLengths) {
            int length = Utf8.codePoints(bytes, start, to);
            if (length < rule.lengthMin) {
                fail(field, RejectionCode.TOO_SHORT);
            } else if (length > rule.lengthMax) {
                fail(field, RejectionCode.TOO_LONG);
            }
        }
        byText(rule, field, bytes, start, to);
    }

    /** The rules on texts, for types that are none. */
    private void byCanonical(FieldRule rule, int field) {
        if (rule.allowed != null || rule.pattern != null) {
            canonical.rewind(0);
            CanonicalText.append(rule, values, field, canonical);
            byText(rule, field, canonical.bytes(), 0, canonical.size());
        }
    }

    private void byText(FieldRule rule, int field, byte[] bytes, int start, int to) {
        NameTable allowed = rule.allowed;
        if (allowed != null && allowed.find(bytes, start, to) < 0) {
            fail(field, RejectionCode.NOT_IN_ENUM);
        }
        Pattern pattern = rule.pattern;
        if (pattern != null && !matches(pattern, field, bytes, start, to)) {
            fail(field, RejectionCode.PATTERN_MISMATCH);
        }
    }

    private boolean matches(Pattern pattern, int field, byte[] bytes, int start, int to) {
        RecentValues<Boolean> recent = matches[field];
        Boolean known = recent == null ? null : recent.find(bytes, start, to);
        if (known != null) {
            return known;
        }
        boolean matches = pattern.matches(Arrays.copyOfRange(bytes, start, to));
        if (recent != null) {
            recent.put(bytes, start, to, matches);
        }
        return matches;
    }

    private void fail(int field, RejectionCode code) {
        flaws.add(field, Flaws.of(code));
    }
}
