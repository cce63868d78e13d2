package dev.eider.contract.read;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The scalars of YAML 1.2's core schema: {@code NO} is a text, {@code 010} is ten, {@code 1e3} is a thousand. */
final class Scalars {
    private static final int NUMBER_LENGTH_MAX = 100;
    private static final int EXPONENT_MAX = 100;
    private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern NO_NUMBER = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private Scalars() {}

    static Value.Scalar text(String text, At at) {
        return new Value.Scalar(Value.Kind.TEXT, text, text, Value.Origin.LITERAL, at);
    }

    /** The scalar of a plain text; empty where it is a number that is none ({@code .nan}) or that has no end. */
    static Optional<Value.Scalar> plain(String text, At at) {
        if (NULL.matcher(text).matches()) {
            return literal(Value.Kind.NULL, "", text, at);
        }
        if (BOOLEAN.matcher(text).matches()) {
            return literal(Value.Kind.BOOLEAN, text.toLowerCase(Locale.ROOT), text, at);
        }
        if (NO_NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        if (INTEGER.matcher(text).matches()) {
            return text.length() > NUMBER_LENGTH_MAX
                    ? Optional.empty()
                    : literal(Value.Kind.INTEGER, integer(text).toString(), text, at);
        }
        if (DECIMAL.matcher(text).matches()) {
            return decimal(text).flatMap(n -> literal(Value.Kind.DECIMAL, n.toPlainString(), text, at));
        }
        return literal(Value.Kind.TEXT, text, text, at);
    }

    /** A number from its text; empty where it is none or has no end. */
    static Optional<BigDecimal> decimal(String text) {
        if (text.length() > NUMBER_LENGTH_MAX || !DECIMAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs(number.scale()) <= EXPONENT_MAX + NUMBER_LENGTH_MAX
                    ? Optional.of(number)
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static BigInteger integer(String text) {
        if (text.startsWith("0o")) {
            return new BigInteger(text.substring(2), 8);
        }
        return text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
    }

    private static Optional<Value.Scalar> literal(Value.Kind kind, String text, String written, At at) {
        return Optional.of(new Value.Scalar(kind, text, written, Value.Origin.LITERAL, at));
    }
}
