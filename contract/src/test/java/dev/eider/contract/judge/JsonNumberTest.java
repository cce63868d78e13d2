package dev.eider.contract.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against {@link BigDecimal} and {@link Double}, over seeded texts. */
final class JsonNumberTest {
    private static final long SEED = 20_250_406;
    private static final int TEXTS = 40_000;

    private final JsonNumber number = new JsonNumber();

    private int read(String text) {
        byte[] bytes = ("x" + text + "9").getBytes(StandardCharsets.US_ASCII);
        return number.read(bytes, 1, bytes.length - 1) - 1;
    }

    private static String random(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
        int digits = 1 + random.nextInt(random.nextInt(8) == 0 ? 45 : 20);
        if (random.nextInt(4) == 0) {
            text.append('0');
        } else {
            text.append((char) ('1' + random.nextInt(9)));
            digits(random, text, digits - 1);
        }
        if (random.nextInt(3) > 0) {
            text.append('.');
            digits(random, text, 1 + random.nextInt(random.nextInt(8) == 0 ? 45 : 8));
        }
        if (random.nextInt(4) == 0) {
            text.append(random.nextBoolean() ? 'e' : 'E')
                    .append(random.nextBoolean() ? "-" : random.nextBoolean() ? "+" : "");
            text.append(random.nextInt(random.nextInt(4) == 0 ? 400 : 25));
        }
        return text.toString();
    }

    private static void digits(Random random, StringBuilder text, int count) {
        boolean zeros = random.nextInt(4) == 0;
        for (int i = 0; i < count; i++) {
            text.append(zeros ? '0' : (char) ('0' + random.nextInt(10)));
        }
    }

    @Test
    void convertsToDecimalsAsBigDecimalDoes() {
        Random random = new Random(SEED);
        for (int i = 0; i < TEXTS; i++) {
            String text = random(random);
            int precision = 1 + random.nextInt(38);
            int scale = random.nextInt(precision + 1);
            String what = "seed %d: %s as decimal(%d,%d)".formatted(SEED, text, precision, scale);

            assertThat(read(text)).as(what).isEqualTo(text.length());
            int fits = number.toDecimal(precision, scale);

            BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
            boolean isZero = exact.signum() == 0;
            boolean decimals = !isZero && exact.scale() > scale;
            boolean digits = !isZero && exact.precision() - exact.scale() > precision - scale;
            assertThat((fits & JsonNumber.TOO_MANY_DECIMALS) != 0)
                    .as(what + " decimals")
                    .isEqualTo(decimals);
            assertThat((fits & JsonNumber.TOO_MANY_DIGITS) != 0)
                    .as(what + " digits")
                    .isEqualTo(digits);
            if (fits == JsonNumber.FITS) {
                BigInteger unscaled = number.isWide() ? number.wide() : BigInteger.valueOf(number.value());
                assertThat(unscaled).as(what).isEqualTo(exact.setScale(scale).unscaledValue());
            }
        }
    }

    @Test
    void convertsToLongsAsBigDecimalDoes() {
        Random random = new Random(SEED);
        for (int i = 0; i < TEXTS; i++) {
            String text = random(random);
            read(text);
            BigDecimal exact = new BigDecimal(text);
            boolean isInteger =
                    exact.signum() == 0 || exact.stripTrailingZeros().scale() <= 0;
            boolean fits = isInteger
                    && exact.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0
                    && exact.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;

            assertThat(number.toLong() == JsonNumber.FITS)
                    .as("seed %d: %s", SEED, text)
                    .isEqualTo(fits);
            if (fits) {
                assertThat(number.value()).as("seed %d: %s", SEED, text).isEqualTo(exact.longValueExact());
            }
        }
    }

    @Test
    void convertsToDoublesAsDoubleDoes() {
        Random random = new Random(SEED);
        for (int i = 0; i < TEXTS; i++) {
            String text = i % 3 == 0 ? Double.toString(Double.longBitsToDouble(random.nextLong())) : random(random);
            if (text.equals("NaN") || text.endsWith("Infinity")) {
                continue;
            }
            read(text);

            assertThat(number.toDouble()).as("seed %d: %s", SEED, text).isEqualTo(Double.parseDouble(text) + 0.0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "9007199254740993.01",
                "0.1",
                "1e22",
                "1e23",
                "4.9e-324",
                "123456789012345678"
            })
    void roundsDoublesToTheNearest(String text) {
        read(text);

        assertThat(number.toDouble()).isEqualTo(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+1", ".5", "1.", "1.e1", "1e", "1e+", "-a", "Infinity", "NaN"})
    void refusesWhatIsNoNumber(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

        assertThat(number.read(bytes, 0, bytes.length)).isNegative();
    }

    @Test
    void stopsBehindALeadingZero() {
        assertThat(read("012")).isEqualTo(1);
    }
}
