package dev.eider.contract.read;

import dev.eider.contract.FieldType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** Values of an {@code enum} in the canonical form of their type. */
final class EnumValues {
    private static final String UUID = "[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}";

    private EnumValues() {}

    /** The canonical text; empty where the value does not fit the type. */
    static Optional<String> canonical(Value.Scalar value, FieldType type) {
        String text = value.text();
        return switch (type.kind()) {
            case STRING -> only(value, Value.Kind.TEXT);
            case BOOLEAN -> only(value, Value.Kind.BOOLEAN);
            case INTEGER -> only(value, Value.Kind.INTEGER).filter(t -> fits(t, 31));
            case BIGINT -> only(value, Value.Kind.INTEGER).filter(t -> fits(t, 63));
            case DECIMAL -> isNumber(value) ? decimal(new BigDecimal(text), type) : Optional.empty();
            case DOUBLE -> isNumber(value) ? Optional.of(Double.toString(Double.parseDouble(text))) : Optional.empty();
            case DATE -> only(value, Value.Kind.TEXT).filter(EnumValues::isDate);
            case UUID ->
                only(value, Value.Kind.TEXT).filter(t -> t.matches(UUID)).map(t -> t.toLowerCase(Locale.ROOT));
            case TIME, TIMESTAMP, JSON -> Optional.empty();
        };
    }

    /** What a value must be to fit. */
    static String rule(FieldType type) {
        return switch (type.kind()) {
            case STRING -> "a text: quote it";
            case TIME, TIMESTAMP, JSON -> "type " + FieldTypes.name(type) + " has no enum";
            default -> "does not fit type " + FieldTypes.name(type);
        };
    }

    private static Optional<String> only(Value.Scalar value, Value.Kind kind) {
        return value.kind() == kind ? Optional.of(value.text()) : Optional.empty();
    }

    private static boolean isNumber(Value.Scalar value) {
        return value.kind() == Value.Kind.INTEGER || value.kind() == Value.Kind.DECIMAL;
    }

    private static boolean fits(String whole, int bits) {
        return new BigInteger(whole).bitLength() <= bits;
    }

    private static Optional<String> decimal(BigDecimal number, FieldType type) {
        if (number.stripTrailingZeros().scale() > type.scale()) {
            return Optional.empty();
        }
        BigDecimal scaled = number.setScale(type.scale(), RoundingMode.UNNECESSARY);
        return scaled.precision() <= type.precision() ? Optional.of(scaled.toPlainString()) : Optional.empty();
    }

    static boolean isDate(String text) {
        try {
            return text.length() == 10 && LocalDate.parse(text).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
