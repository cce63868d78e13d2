package dev.eider.contract;

import static dev.eider.contract.Contracted.clean;
import static dev.eider.contract.Contracted.decimal;
import static dev.eider.contract.Contracted.field;
import static dev.eider.contract.Contracted.reasons;
import static dev.eider.contract.Contracted.rejected;
import static dev.eider.contract.Contracted.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.FieldType.Kind;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each type's values: kept exactly, or refused. */
final class FieldTypesTest {

    @ParameterizedTest
    @CsvSource({
        "1.5, 150",
        "1.500, 150",
        "-0.01, -1",
        "0, 0",
        "-0.00, 0",
        "1e2, 10000",
        "1.2E-1, 12",
        "120e-3, 12",
        "'\"12.50\"', 1250",
        "9999999999.99, 999999999999",
        "0.0000000000000000000000e5, 0",
        "1000000000000000000000e-20, 1000",
        "1.00000000000000000000000000, 100"
    })
    void keepsDecimalsExactly(String json, long unscaled) {
        Verdict.Row row = clean(Contracted.with(decimal("amount", 12, 2)), "{\"amount\":" + json + "}");

        assertThat(row.longAt(0)).isEqualTo(unscaled);
        assertThat(row.unscaledAt(0)).isEqualTo(BigInteger.valueOf(unscaled));
    }

    @ParameterizedTest
    @CsvSource({
        "1.005, too_many_decimals",
        "1e-3, too_many_decimals",
        "10000000000, too_many_digits",
        "1e10, too_many_digits",
        "1e999999999999, too_many_digits",
        "1e-999999999999, too_many_decimals",
        "true, wrong_type",
        "'\" 1\"', wrong_type",
        "'\"+1\"', wrong_type",
        "'\"\"', wrong_type",
        "'\"1,5\"', wrong_type",
        "'\"0x1\"', wrong_type",
        "'\"NaN\"', wrong_type",
        "'[1]', wrong_type",
        "{}, wrong_type",
        "123456789012345678901234567890, too_many_digits",
        "0.00000000000000000000000001, too_many_decimals"
    })
    void refusesWhatIsNoDecimalOfItsShape(String json, String code) {
        assertThat(rejected(Contracted.with(decimal("amount", 12, 2)), "{\"amount\":" + json + "}")
                        .reasons())
                .extracting(reason -> reason.code().code())
                .containsExactly(code);
    }

    @Test
    void keepsThirtyEightDigits() {
        String digits = "12345678901234567890123456789012345.678";
        Verdict.Row row = clean(Contracted.with(decimal("d", 38, 3)), "{\"d\":-" + digits + "}");

        assertThat(row.unscaledAt(0)).isEqualTo(new BigInteger("-" + digits.replace(".", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "1e2, 100",
        "1.0, 1",
        "'\"42\"', 42",
        "10e-1, 1",
        "-0, 0",
        "900719925474099301e1, 9007199254740993010"
    })
    void keepsIntegersExactly(String json, long value) {
        assertThat(clean(Contracted.with(field("n", Kind.BIGINT)), "{\"n\":" + json + "}")
                        .longAt(0))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "BIGINT, 9223372036854775808, out_of_range",
        "BIGINT, -9223372036854775809, out_of_range",
        "BIGINT, 18446744073709551616, out_of_range",
        "BIGINT, 1.5, too_many_decimals",
        "BIGINT, 1e400, out_of_range",
        "INTEGER, 2147483648, out_of_range",
        "INTEGER, -2147483649, out_of_range",
        "DOUBLE, 1e309, out_of_range",
        "DOUBLE, '\"Infinity\"', wrong_type",
        "STRING, 5, wrong_type",
        "STRING, true, wrong_type",
        "BOOLEAN, 1, wrong_type",
        "BOOLEAN, '\"TRUE\"', wrong_type",
        "BOOLEAN, '\"null\"', wrong_type",
        "DATE, '\"2025-02-29\"', invalid_date",
        "DATE, '\"2025-04-06T00:00:00Z\"', invalid_date",
        "DATE, 20250406, wrong_type",
        "TIME, '\"24:00\"', invalid_time",
        "TIMESTAMP, '\"2025-04-06\"', invalid_timestamp",
        "TIMESTAMP, '\"2025-04-06T10:15:30.1234567Z\"', invalid_timestamp",
        "TIMESTAMP, '\"2025-04-06T10:15:60Z\"', invalid_timestamp",
        "TIMESTAMP, '\"2025-04-06T10:15:30+19:00\"', invalid_timestamp",
        "TIMESTAMP, 1743934530, wrong_type",
        "UUID, '\"123e4567-e89b-12d3-a456-42661417400g\"', invalid_uuid"
    })
    void refusesWhatDoesNotFitItsType(Kind kind, String json, String code) {
        assertThat(rejected(Contracted.with(field("x", kind)), "{\"x\":" + json + "}")
                        .reasons())
                .extracting(reason -> reason.code().code())
                .containsExactly(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-04-06T10:15:30.5Z",
                "2025-04-06T12:15:30.500000000+02:00",
                "2025-04-06 04:45:30.5-0530",
                "2025-04-06T10:15:30.50",
                "2025-04-06t11:15:30.5+01"
            })
    void keepsInstantsToTheMicrosecond(String text) {
        Instant instant = Instant.parse("2025-04-06T10:15:30.5Z");

        assertThat(clean(Contracted.with(field("at", Kind.TIMESTAMP)), "{\"at\":\"" + text + "\"}")
                        .longAt(0))
                .isEqualTo(instant.toEpochMilli() * 1_000);
    }

    @Test
    void readsTimesWithoutOffsetInTheContractsZone() {
        Contracted contracted =
                Contracted.with(field("at", Kind.TIMESTAMP)).in("Europe/London").datedBy("at");

        assertThat(clean(contracted, "{\"at\":\"2025-10-26T01:30:00\"}").longAt(0))
                .as("of two the earlier")
                .isEqualTo(Instant.parse("2025-10-26T00:30:00Z").toEpochMilli() * 1_000);
        assertThat(reasons(contracted, "{\"at\":\"2025-03-30T01:30:00\"}"))
                .as("skipped by clocks")
                .singleElement()
                .asString()
                .startsWith("at: invalid_timestamp");
        Verdict late = contracted.judge("{\"at\":\"2025-06-30T23:30:00Z\"}");
        assertThat(((Verdict.Clean) late).eventDay())
                .isEqualTo((int) LocalDate.of(2025, 7, 1).toEpochDay());
    }

    @Test
    void keepsTheOtherTypes() {
        Verdict.Row row = clean(
                Contracted.with(
                        field("b", Kind.BOOLEAN),
                        field("d", Kind.DATE),
                        field("t", Kind.TIME),
                        field("u", Kind.UUID),
                        field("j", Kind.JSON),
                        field("x", Kind.DOUBLE),
                        field("n", Kind.STRING)),
                "{\"b\":\"true\",\"d\":\"1969-12-31\",\"t\":\"10:15:30.000001\","
                        + "\"u\":\"123E4567-E89B-12D3-A456-426614174000\", \"j\" : { \"a b\" : [ 1 , \"\\\" ,\" ] } ,"
                        + "\"x\":0.1,\"n\":null}");

        assertThat(row.longAt(0)).isEqualTo(1);
        assertThat(row.longAt(1)).isEqualTo(-1);
        assertThat(row.longAt(2)).isEqualTo((10 * 3600 + 15 * 60 + 30) * 1_000_000L + 1);
        assertThat(text(row, 3)).isEqualTo("123e4567-e89b-12d3-a456-426614174000");
        assertThat(text(row, 4)).isEqualTo("{\"a b\":[1,\"\\\" ,\"]}");
        assertThat(row.doubleAt(5)).isEqualTo(0.1);
        assertThat(row.isNull(6)).isTrue();
    }

    @Test
    void decodesEscapesAndKeepsAllElse() {
        String record = "{\"s\":\"a\\u0000\\n\\/\\ud83e\\udd86é\\\"🦆\"}";

        assertThat(text(clean(Contracted.with(field("s", Kind.STRING)), record), 0))
                .isEqualTo("a\0\n/🦆é\"🦆");
    }
}
