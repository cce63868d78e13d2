package dev.eider.contract;

import static dev.eider.contract.Contracted.clean;
import static dev.eider.contract.Contracted.decimal;
import static dev.eider.contract.Contracted.field;
import static dev.eider.contract.Contracted.from;
import static dev.eider.contract.Contracted.like;
import static dev.eider.contract.Contracted.ofLength;
import static dev.eider.contract.Contracted.oneOf;
import static dev.eider.contract.Contracted.reasons;
import static dev.eider.contract.Contracted.rejected;
import static dev.eider.contract.Contracted.text;
import static dev.eider.contract.Contracted.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.FieldType.Kind;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordValidatorTest {

    @Test
    void tellsAllReasonsAtOnceAndNoValue() {
        Contracted contracted = Contracted.with(
                field("id", Kind.BIGINT).require(),
                decimal("amount", 12, 2),
                oneOf(field("status", Kind.STRING), "NEW", "PAID"),
                field("at", Kind.TIMESTAMP));

        assertThat(reasons(contracted, "{\"amount\":12345678901.005,\"status\":\"secret\",\"at\":\"yesterday\"}"))
                .containsExactly(
                        "id: missing: missing",
                        "amount: too_many_digits: more than 10 digits before the point",
                        "amount: too_many_decimals: more than 2 decimals",
                        "status: not_in_enum: not one of NEW, PAID",
                        "at: invalid_timestamp: not a timestamp such as 2025-04-06T10:15:30.123456Z; without an offset,"
                                + " a time that clocks in Z showed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1899-12-31T23:59:59Z", "2101-01-01T00:00:00Z", "0001-01-01T00:00:00+18:00"})
    void refusesImplausibleEventTimes(String at) {
        assertThat(reasons(Contracted.with(field("at", Kind.TIMESTAMP)).datedBy("at"), "{\"at\":\"" + at + "\"}"))
                .containsExactly("at: implausible_event_time: outside the years 1900 to 2100");
    }

    @Test
    void needsKeyAndEventTime() {
        Contracted contracted = Contracted.with(field("id", Kind.BIGINT), field("at", Kind.DATE))
                .keyedBy("id")
                .datedBy("at");

        assertThat(reasons(contracted, "{\"id\":null}"))
                .containsExactly("id: missing: missing", "at: missing: missing");
    }

    @Test
    void takesNestedMembersByTheirPath() {
        Contracted contracted = Contracted.with(
                from(decimal("total", 9, 2), "amounts", "total"),
                from(field("amounts", Kind.JSON), "amounts"),
                from(field("odd", Kind.STRING), "amounts", "a.b \"c\""));

        Verdict.Row row = clean(
                contracted, "{\"amounts\":{\"x\":1,\"t\\u006ftal\": 1.5,\"a.b \\\"c\\\"\":\"y\"},\"z\":{\"total\":7}}");

        assertThat(row.longAt(0)).isEqualTo(150);
        assertThat(text(row, 1)).isEqualTo("{\"x\":1,\"t\\u006ftal\":1.5,\"a.b \\\"c\\\"\":\"y\"}");
        assertThat(text(row, 2)).isEqualTo("y");
        assertThat(clean(contracted, "{\"amounts\":null}").isNull(0)).isTrue();
        assertThat(reasons(contracted, "{\"amounts\":5}"))
                .containsExactly(
                        "total: wrong_type: not a value of decimal(9,2)", "odd: wrong_type: not a value of string");
    }

    @Test
    void countsUnknownMembersAndRefusesThemWhereAsked() {
        Contracted contracted = Contracted.with(field("a", Kind.BIGINT));
        RecordValidator validator = contracted.validator();
        byte[] record = "{\"x\":1,\"a\":2,\"y\":{\"a\":3,\"z\":4}}".getBytes(StandardCharsets.UTF_8);

        assertThat(validator.judge(Contracted.record(record))).isInstanceOf(Verdict.Clean.class);
        assertThat(validator.unknownFields()).isEqualTo(2);
        assertThat(reasons(contracted.rejectingUnknownFields(), new String(record, StandardCharsets.UTF_8)))
                .containsExactly("unknown_field: 2 members that no field reads");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0.00, 1", "100, 1", "-0.01, 0", "100.01, 0"})
    void holdsBoundsInclusively(String json, int clean) {
        Verdict verdict =
                Contracted.with(within(decimal("x", 9, 2), "0", "100")).judge("{\"x\":" + json + "}");

        assertThat(verdict).isInstanceOf(clean == 1 ? Verdict.Clean.class : Verdict.Rejected.class);
    }

    @Test
    void countsLengthsInCodePointsAndMatchesThewholeText() {
        Contracted contracted = Contracted.with(
                ofLength(field("s", Kind.STRING), 2, 3), like(field("currency", Kind.STRING), "[A-Z]{3}"));

        clean(contracted, "{\"s\":\"🦆🦆🦆\",\"currency\":\"EUR\"}");
        assertThat(reasons(contracted, "{\"s\":\"🦆\",\"currency\":\"EURO\"}"))
                .containsExactly(
                        "s: too_short: shorter than 2 characters",
                        "currency: pattern_mismatch: does not match [A-Z]{3}");
        assertThat(reasons(contracted, "{\"s\":\"abcd\"}")).containsExactly("s: too_long: longer than 3 characters");
    }

    @Test
    void comparesEnumsOfNumbersByValue() {
        Contracted contracted = Contracted.with(oneOf(decimal("rate", 5, 2), "1.50", "2"));

        clean(contracted, "{\"rate\":1.5}");
        clean(contracted, "{\"rate\":\"2.00\"}");
        assertThat(reasons(contracted, "{\"rate\":2.5}")).containsExactly("rate: not_in_enum: not one of 1.50, 2");
    }

    @Test
    void tellsPassingFieldsMaskedAndFailingOnesByShape() {
        Contracted contracted = Contracted.with(
                field("account", Kind.STRING).masked(Mask.LAST4),
                decimal("amount", 9, 2),
                field("note", Kind.STRING),
                field("at", Kind.TIMESTAMP),
                field("code", Kind.BIGINT).require());

        Verdict.Rejected verdict = rejected(
                contracted,
                "{\"account\":\"DE1234567890\",\"amount\":\"12,5\",\"note\":\"a \\\"b\\\"\",\"at\":\"2025-04-06T10:15:30Z\","
                        + "\"unknown\":\"hidden\"}");

        assertThat(verdict.passing())
                .matches("\\{\"account\":\"[0-9a-f]{32}\",\"masked_account\":\"\\*\\*\\*\\*7890\","
                        + "\"note\":\"a \\\\\"b\\\\\"\",\"at\":\"2025-04-06T10:15:30Z\"}");
        assertThat(verdict.shape()).isEqualTo("{\"amount\":\"string[1-4]\",\"code\":\"missing\"}");
    }

    @Test
    void isNoWorseForTheRecordBefore() {
        RecordValidator validator = Contracted.with(
                        field("s", Kind.STRING), decimal("d", 30, 2), field("n", Kind.BIGINT))
                .validator();
        judge(validator, "{\"s\":5,\"d\":1.001,\"n\":\"x\",\"q\":1}");
        judge(validator, "{\"s\":\"\\u0041\",\"d\":9999999999999999999999999999.99");
        judge(validator, "{\"s\":\"\\u0041\",\"d\":9999999999999999999999999999.99,\"q\":1}");

        Verdict verdict = judge(validator, "{\"d\":1.5,\"q\":1}");

        assertThat(verdict).isInstanceOf(Verdict.Clean.class);
        Verdict.Row row = ((Verdict.Clean) verdict).row();
        assertThat(row.isNull(0)).isTrue();
        assertThat(row.unscaledAt(1)).isEqualTo(BigInteger.valueOf(150));
        assertThat(row.isNull(2)).isTrue();
    }

    private static Verdict judge(RecordValidator validator, String record) {
        return validator.judge(Contracted.record(record.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void copiesNothingWhereThereIsNoRoom() {
        Verdict.Row row = clean(Contracted.with(field("s", Kind.STRING)), "{\"s\":\"abc\"}");
        byte[] into = new byte[4];

        assertThat(row.utf8At(0, into, 2)).isEqualTo(3);
        assertThat(into).containsOnly(0);
        assertThat(row.utf8At(0, into, 1)).isEqualTo(3);
        assertThat(into).containsExactly(0, 'a', 'b', 'c');
    }

    @Test
    void asksForAKeyWhereThereAreMasks() {
        Contract contract =
                Contracted.with(field("s", Kind.STRING).masked(Mask.TOKEN)).contract();

        assertThatThrownBy(() -> Validators.of(contract, Optional.empty(), Limits.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no mask_key");
    }
}
