package dev.eider.payloads;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eider.contract.RejectionCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;

/** Values of JSON as what typed formats hold: exactly, or refused. Nothing is rounded, cut or made up. */
final class Exactly {
    /** More digits before or behind the point than anything has, and few enough to be written out. */
    private static final int SCALE_MAX = 4_096;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Exactly() {}

    /** @param what the value is to be, in words */
    static RefusedException not(String what) {
        return new RefusedException(RejectionCode.WRONG_FORMAT, "not " + what);
    }

    static boolean bool(JsonNode node) throws RefusedException {
        if (!node.isBoolean()) {
            throw not("true or false");
        }
        return node.booleanValue();
    }

    /** A whole number of at most so many bits, its sign among them. */
    static long whole(JsonNode node, int bits) throws RefusedException {
        if (!node.isIntegralNumber() || node.bigIntegerValue().bitLength() >= bits) {
            throw not("a whole number of " + bits + " bits");
        }
        return node.longValue();
    }

    /** The same without a sign. */
    static long natural(JsonNode node, int bits) throws RefusedException {
        BigInteger value = node.isIntegralNumber() ? node.bigIntegerValue() : BigInteger.ONE.negate();
        if (value.signum() < 0 || value.bitLength() > bits) {
            throw not("a whole number of " + bits + " bits without a sign");
        }
        return value.longValue();
    }

    static double real(JsonNode node) throws RefusedException {
        double value = node.isTextual() ? noNumber(node) : number(node).doubleValue();
        if (node.isNumber() && !isSame(Double.toString(value), node)) {
            throw not("a number that 64 bits of floating point hold exactly");
        }
        return value;
    }

    static float shortReal(JsonNode node) throws RefusedException {
        float value = node.isTextual() ? (float) noNumber(node) : number(node).floatValue();
        if (node.isNumber() && !isSame(Float.toString(value), node)) {
            throw not("a number that 32 bits of floating point hold exactly");
        }
        return value;
    }

    /** Whether who reads the number sees the one that was written. */
    private static boolean isSame(String read, JsonNode node) {
        return !read.endsWith("Infinity") && new BigDecimal(read).compareTo(node.decimalValue()) == 0;
    }

    private static double noNumber(JsonNode node) throws RefusedException {
        return switch (node.textValue()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw not("a number");
        };
    }

    private static BigDecimal number(JsonNode node) throws RefusedException {
        if (!node.isNumber()) {
            throw not("a number");
        }
        return node.decimalValue();
    }

    /** A number, or text that is one, since that is how exact ones are often sent. */
    static BigDecimal decimal(JsonNode node) throws RefusedException {
        try {
            BigDecimal value = node.isTextual() ? new BigDecimal(node.textValue()) : number(node);
            if (Math.abs((long) value.scale()) > SCALE_MAX) {
                throw not("a decimal of fewer digits");
            }
            return value;
        } catch (NumberFormatException e) {
            throw not("a number");
        }
    }

    static String text(JsonNode node) throws RefusedException {
        if (!node.isTextual()) {
            throw not("text");
        }
        return node.textValue();
    }

    /** Text in UTF-8. */
    static byte[] utf8(String text) throws RefusedException {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException e) {
            throw not("text of whole characters");
        }
    }

    /** What Base64 stands for. */
    static byte[] bytes(JsonNode node) throws RefusedException {
        text(node);
        try {
            return node.binaryValue();
        } catch (IOException e) {
            throw not("Base64");
        }
    }

    /** A moment with its offset from UTC. */
    static Instant moment(JsonNode node) throws RefusedException {
        return parsed(node, text -> OffsetDateTime.parse(text).toInstant(), "a time like 2025-04-06T01:02:03.5Z");
    }

    /** What text of ISO 8601 stands for. */
    static <T> T parsed(JsonNode node, Function<String, T> parser, String what) throws RefusedException {
        try {
            return parser.apply(text(node));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw not(what);
        }
    }

    /** Units since 1970. */
    static long units(Instant moment, long unitsPerSecond) throws RefusedException {
        long nanosPerUnit = NANOS_PER_SECOND / unitsPerSecond;
        if (moment.getNano() % nanosPerUnit != 0) {
            throw not("a time of so few digits of a second as the schema has");
        }
        try {
            return Math.addExact(
                    Math.multiplyExact(moment.getEpochSecond(), unitsPerSecond), moment.getNano() / nanosPerUnit);
        } catch (ArithmeticException e) {
            throw not("a time that the schema's unit reaches");
        }
    }
}
