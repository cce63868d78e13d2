package dev.eider.contract;

import com.google.re2j.Pattern;
import dev.eider.contract.judge.DatePicture;
import dev.eider.contract.judge.JsonNumber;
import dev.eider.contract.judge.NameTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A field's rules, made ready for judging. Immutable. */
final class FieldRule {
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    final Field field;
    final FieldType.Kind kind;
    final int precision;
    final int scale;
    final boolean isRequired;
    final boolean isEventTime;
    final @Nullable NameTable allowed;
    final @Nullable Pattern pattern;
    final List<DatePicture> pictures;
    final int lengthMin;
    final int lengthMax;
    final boolean hasLengths;
    /** Bounds in units of the last decimal. */
    final @Nullable BigInteger least;

    final @Nullable BigInteger most;
    final long leastLong;
    final long mostLong;
    final boolean hasBounds;

    FieldRule(Field field, boolean isRequired, boolean isEventTime) {
        this.field = field;
        this.kind = field.type().kind();
        this.precision = field.type().precision();
        this.scale = field.type().scale();
        this.isRequired = isRequired || isEventTime;
        this.isEventTime = isEventTime;
        this.allowed = field.allowed().isEmpty() ? null : table(field.allowed());
        this.pattern = field.pattern().map(Pattern::compile).orElse(null);
        this.pictures = field.formats().stream().map(DatePicture::of).toList();
        this.lengthMin = field.minLength().orElse(0);
        this.lengthMax = field.maxLength().orElse(Integer.MAX_VALUE);
        this.hasLengths = field.minLength().isPresent() || field.maxLength().isPresent();
        this.least = bound(field.minimum(), RoundingMode.CEILING);
        this.most = bound(field.maximum(), RoundingMode.FLOOR);
        this.leastLong = clamp(least, Long.MIN_VALUE);
        this.mostLong = clamp(most, Long.MAX_VALUE);
        this.hasBounds = least != null || most != null;
    }

    private @Nullable BigInteger bound(Optional<BigDecimal> bound, RoundingMode inwards) {
        return bound.map(b -> b.setScale(scale, inwards).unscaledValue()).orElse(null);
    }

    private static long clamp(@Nullable BigInteger bound, long none) {
        return bound == null ? none : bound.max(LONG_MIN).min(LONG_MAX).longValue();
    }

    private NameTable table(List<String> texts) {
        return new NameTable(texts.stream()
                .map(this::canonical)
                .distinct()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    private String canonical(String text) {
        return isNumber() ? CanonicalText.of(new BigDecimal(text)) : text;
    }

    boolean isNumber() {
        return switch (kind) {
            case INTEGER, BIGINT, DECIMAL, DOUBLE -> true;
            default -> false;
        };
    }

    boolean isDerived() {
        return field.derive().isPresent();
    }

    boolean isText() {
        return switch (kind) {
            case STRING, UUID, JSON -> true;
            default -> false;
        };
    }

    boolean isWithin(long value) {
        return !hasBounds || (value >= leastLong && value <= mostLong);
    }

    boolean isWithin(BigInteger value) {
        return (least == null || value.compareTo(least) >= 0) && (most == null || value.compareTo(most) <= 0);
    }

    boolean isWithin(double value) {
        if (!hasBounds) {
            return true;
        }
        BigDecimal exact = new BigDecimal(value);
        return field.minimum().map(least -> exact.compareTo(least) >= 0).orElse(true)
                && field.maximum().map(most -> exact.compareTo(most) <= 0).orElse(true);
    }

    /** The bits of all that keeps the number from the type, as {@link RejectionCode} flags. */
    long misfits(int fits) {
        long flaws = (fits & JsonNumber.TOO_MANY_DECIMALS) != 0 ? Flaws.of(RejectionCode.TOO_MANY_DECIMALS) : 0;
        if ((fits & JsonNumber.TOO_MANY_DIGITS) != 0) {
            boolean isDecimal = kind == FieldType.Kind.DECIMAL;
            flaws |= Flaws.of(isDecimal ? RejectionCode.TOO_MANY_DIGITS : RejectionCode.OUT_OF_RANGE);
        }
        return flaws;
    }
}
