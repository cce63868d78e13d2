package dev.eider.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.eider.contract.FieldType.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Against Jackson, over seeded mutants. Known differences, made equal here: Jackson takes UTF-8 that is none, and
 * escapes of lone surrogates.
 */
final class JsonDifferentialTest {
    private static final long SEED = 99;
    private static final int MUTANTS = 60_000;
    private static final byte[] ALPHABET =
            "{}[]\",:\\0123456789-+.eEtrufalsn \t\n\r/bdDcC".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> SEEDS = List.of(
            "{\"a\":1,\"b\":\"x\",\"c\":null}",
            "{\"a\":-0.5e+10,\"b\":\"\\u00e9\\ud83e\\udd86\\n\",\"c\":{\"a\":[],\"b\":{}}}",
            "{ \"a\" : [ 1 , true , false , null , {\"x\":{\"y\":\"z\"},\"yy\":[[\"q\"]]} ] ,\n\"d\":\"é🦆\u0800\" }",
            "{\"b\":\"\",\"a\":12345678901234567890.5,\"nested\":{\"b\":\"long enough for words of eight\",\"k\":0}}",
            "{\"\\u0061\":1,\"aa\":2,\"\":3}",
            "{\"a\":\"1.5\",\"a \":1,\"d\":{\"a\":{\"a\":{\"a\":1}}}}");

    private enum Kindred {
        MALFORMED,
        DUPLICATE,
        TEXT
    }

    private static final JsonFactory LENIENT = new JsonFactory();
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final RecordValidator validator = Contracted.with(
                    Contracted.field("a", Kind.DOUBLE),
                    Contracted.field("b", Kind.STRING),
                    Contracted.field("c", Kind.JSON),
                    Contracted.from(Contracted.field("k", Kind.STRING), "nested", "k"))
            .validator();

    @Test
    void refusesAndAcceptsTheSameTexts() throws IOException {
        Random random = new Random(SEED);
        Map<Kindred, Integer> seen = new EnumMap<>(Kindred.class);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] text = mutant(random);

            Kindred expected = jackson(text);

            assertThat(ours(text))
                    .as("seed %d, mutant %d: %s", SEED, i, new String(text, StandardCharsets.ISO_8859_1))
                    .isEqualTo(expected);
            seen.merge(expected, 1, Integer::sum);
        }
        assertThat(seen)
                .hasSize(Kindred.values().length)
                .allSatisfy((kind, count) -> assertThat(count).as("%s", kind).isGreaterThan(100));
    }

    private Kindred ours(byte[] text) {
        if (!(validator.judge(Contracted.record(text)) instanceof Verdict.Rejected rejected)) {
            return Kindred.TEXT;
        }
        return switch (rejected.reasons().get(0).code()) {
            case MALFORMED_JSON -> Kindred.MALFORMED;
            case DUPLICATE_KEY -> Kindred.DUPLICATE;
            default -> Kindred.TEXT;
        };
    }

    private static Kindred jackson(byte[] text) throws IOException {
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            return Kindred.MALFORMED;
        }
        if (!isText(LENIENT, decoded)) {
            return Kindred.MALFORMED;
        }
        return isText(STRICT, decoded) ? Kindred.TEXT : Kindred.DUPLICATE;
    }

    private static boolean isText(JsonFactory factory, String text) throws IOException {
        try (JsonParser parser = factory.createParser(text)) {
            int depth = 0;
            int values = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += depth == 0 ? 1 : 0;
                boolean isString = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
                if (isString && hasLoneSurrogate(parser.getText())) {
                    return false;
                }
            }
            return values == 1 && depth == 0;
        } catch (StreamReadException e) {
            return false;
        }
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static byte[] mutant(Random random) {
        byte[] text = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8);
        for (int left = random.nextInt(4); left >= 0; left--) {
            text = mutate(random, text);
        }
        return text;
    }

    private static byte[] mutate(Random random, byte[] text) {
        if (text.length == 0) {
            return text;
        }
        int at = random.nextInt(text.length);
        int to = Math.min(text.length, at + random.nextInt(9));
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] changed = text.clone();
                changed[at] = any(random);
                yield changed;
            }
            case 1 -> splice(text, at, at, new byte[] {any(random)});
            case 2 -> splice(text, at, to, new byte[0]);
            case 3 -> splice(text, at, at, java.util.Arrays.copyOfRange(text, at, to));
            case 4 -> {
                byte[] other = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8);
                int from = random.nextInt(other.length);
                int until = Math.min(other.length, from + random.nextInt(20));
                yield splice(text, at, at, java.util.Arrays.copyOfRange(other, from, until));
            }
            default ->
                splice(text, at, at, "\\ud83e".substring(random.nextInt(2)).getBytes(StandardCharsets.US_ASCII));
        };
    }

    private static byte any(Random random) {
        return random.nextInt(8) == 0 ? (byte) random.nextInt(256) : ALPHABET[random.nextInt(ALPHABET.length)];
    }

    private static byte[] splice(byte[] text, int from, int to, byte[] part) {
        byte[] spliced = new byte[text.length - (to - from) + part.length];
        System.arraycopy(text, 0, spliced, 0, from);
        System.arraycopy(part, 0, spliced, from, part.length);
        System.arraycopy(text, to, spliced, from + part.length, text.length - to);
        return spliced;
    }
}
