package dev.eider.contract;

import static dev.eider.contract.Contracted.decimal;
import static dev.eider.contract.Contracted.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.FieldType.Kind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MaskingTest {
    private static final byte[] SECRET = "a key for tests, nothing else...".getBytes(StandardCharsets.UTF_8);

    private static Verdict.Row clean(Contracted contracted, String json) {
        return ((Verdict.Clean) contracted.judge("{\"x\":" + json + "}")).row();
    }

    private static String hmac(String message) throws GeneralSecurityException {
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec(SECRET, "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"\"', ****",
        "'\"ab\"', ****",
        "'\"abc\"', ****c",
        "'\"abcdefgh\"', ****gh",
        "'\"DE1234567890\"', ****7890",
        "'\"1234567890123456789\"', ****6789",
        "'\"🦆é🦢\"', ****🦢",
        "'\"\\u0061bc\"', ****c"
    })
    void showsAThirdOfTheTextAtMost(String json, String shown) {
        Verdict.Row row = clean(Contracted.with(field("x", Kind.STRING).masked(Mask.LAST4)), json);

        assertThat(Contracted.text(row, 1)).isEqualTo(shown);
    }

    @Test
    void makesTokensOfTheCanonicalValue() throws GeneralSecurityException {
        String token = hmac("value:576").substring(0, 32);

        assertThat(token(field("x", Kind.STRING), "\"576\"")).isEqualTo(token);
        assertThat(token(field("x", Kind.STRING), "\"\\u0035\\u00376\"")).isEqualTo(token);
        assertThat(token(field("x", Kind.BIGINT), "576")).isEqualTo(token);
        assertThat(token(field("x", Kind.BIGINT), "\"576\"")).isEqualTo(token);
        assertThat(token(decimal("x", 9, 2), "576.00")).isEqualTo(token);
        assertThat(token(decimal("x", 38, 20), "5.76e2")).isEqualTo(token);
        assertThat(token(field("x", Kind.DOUBLE), "576")).isEqualTo(token);
        assertThat(token(field("x", Kind.STRING), "\"0576\"")).isNotEqualTo(token);
    }

    private static String token(Field field, String json) {
        return Contracted.text(clean(Contracted.with(field.masked(Mask.TOKEN)), json), 0);
    }

    @Test
    void showsTheTokenOrNothingWhereAsked() {
        Verdict.Row token = clean(Contracted.with(field("x", Kind.STRING).masked(Mask.TOKEN)), "\"abcdefghijkl\"");
        Verdict.Row redacted = clean(Contracted.with(field("x", Kind.STRING).masked(Mask.REDACT)), "\"abcdefghijkl\"");

        assertThat(Contracted.text(token, 1)).isEqualTo(Contracted.text(token, 0));
        assertThat(Contracted.text(redacted, 1)).isEqualTo("****");
        assertThat(Contracted.text(redacted, 0)).isEqualTo(Contracted.text(token, 0));
    }

    @Test
    void remembersNoTokenForAnotherValue() throws GeneralSecurityException {
        long seed = 7;
        Random random = new Random(seed);
        RecordValidator validator = Contracted.with(
                        field("x", Kind.STRING).masked(Mask.LAST4),
                        field("y", Kind.BIGINT).masked(Mask.LAST4))
                .validator();
        for (int i = 0; i < 20_000; i++) {
            String x = "account-" + random.nextInt(30_000);
            int y = random.nextInt(100);
            byte[] record = ("{\"x\":\"" + x + "\",\"y\":" + y + "}").getBytes(StandardCharsets.UTF_8);
            Verdict.Row row = ((Verdict.Clean) validator.judge(Contracted.record(record))).row();

            if (i % 10 == 0) {
                assertThat(Contracted.text(row, 0))
                        .as("seed %d", seed)
                        .isEqualTo(hmac("value:" + x).substring(0, 32));
                assertThat(Contracted.text(row, 2))
                        .as("seed %d", seed)
                        .isEqualTo(hmac("value:" + y).substring(0, 32));
            }
        }
    }

    @Test
    void keepsNullAsNull() {
        Verdict.Row row = clean(Contracted.with(field("x", Kind.STRING).masked(Mask.LAST4)), "null");

        assertThat(row.isNull(0)).isTrue();
        assertThat(row.isNull(1)).isTrue();
    }

    @Test
    void fingerprintsARecordsBytes() throws GeneralSecurityException {
        RawRecord record = Contracted.record("{\"x\":1}".getBytes(StandardCharsets.UTF_8));
        Contract contract = Contracted.with(field("x", Kind.BIGINT)).contract();

        assertThat(Validators.of(contract, Optional.of(Contracted.KEY), Limits.defaults())
                        .fingerprint(record))
                .isEqualTo(hmac("record:{\"x\":1}"));
        assertThat(Validators.of(contract, Optional.empty(), Limits.defaults()).fingerprint(record))
                .isEmpty();
    }
}
