package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eider.contract.Reason;
import dev.eider.sandbox.Dirty;
import dev.eider.sandbox.DirtyCounts;
import dev.eider.sandbox.SandboxConfig;
import dev.eider.sandbox.SandboxServer;
import dev.eider.zones.ErrorRecord;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that users copy, run on a bank that misbehaves: the requirement's star, and books that agree with the source. */
@Tag("slow")
class ExampleBankTest {
    private static final Instant FROM = Instant.parse("2025-01-06T00:00:00Z");
    private static final Instant TO = FROM.plus(Duration.ofDays(4));
    private static final String COLUMNS =
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = '%s' ORDER BY column_index";

    @TempDir
    private static Path folder;

    private static SandboxServer server;
    private static Trial bank;
    private static DirtyCounts expected;
    private static Map<Long, JsonNode> good;

    @BeforeAll
    static void runFourDays() throws Exception {
        server = SandboxServer.start(SandboxConfig.builder()
                .accounts(150)
                .days(4)
                .transactionsPerDay(1_100)
                .pageSize(250)
                .dirty(0.05)
                .repeats(0.03)
                .faults(0.2)
                .retryAfter(Duration.ZERO)
                .slowFor(Duration.ofMillis(20))
                .token(Trial.TOKEN)
                .build());
        bank = Trial.ofExample("bank", folder).reading(server.baseUrl());
        assertThat(bank.run("validate").status()).isZero();
        Trial.Answer run = bank.run("run", "--from", "2025-01-06", "--to", "2025-01-09");
        assertThat(run.status()).as(run.all()).isZero();
        expected = server.expected(FROM, TO);
        good = SourceRecords.of(server.baseUrl(), FROM, TO).good();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void rejectsEachKindOfDirtAsOftenAsTheSourceHasIt() throws Exception {
        Map<Dirty, Long> found = new EnumMap<>(Dirty.class);
        for (Dirty kind : Dirty.values()) {
            found.put(kind, 0L);
        }
        for (ErrorRecord error : bank.errors("transaction")) {
            assertThat(error.reasons()).hasSize(1);
            found.merge(kindOf(error.reasons().get(0)), 1L, Long::sum);
        }
        found.put(Dirty.UNKNOWN_FIELD, unknownFields());

        assertThat(found).isEqualTo(expected.dirty());
        assertThat(found.values()).allSatisfy(count -> assertThat(count).isPositive());
    }

    private static Dirty kindOf(Reason reason) {
        String field = reason.field().orElse("");
        return switch (reason.code()) {
            case MISSING -> field.equals("amount") ? Dirty.MISSING_REQUIRED : Dirty.NULL_KEY;
            case WRONG_TYPE -> Dirty.WRONG_TYPE;
            case OUT_OF_RANGE -> Dirty.NEGATIVE_AMOUNT;
            case TOO_MANY_DIGITS -> Dirty.AMOUNT_ABOVE_RANGE;
            case TOO_MANY_DECIMALS -> Dirty.TOO_MANY_DECIMALS;
            case NOT_IN_ENUM -> Dirty.UNKNOWN_STATUS;
            case INVALID_TIMESTAMP -> Dirty.INVALID_TIMESTAMP;
            case DUPLICATE_KEY -> Dirty.DUPLICATE_FIELD;
            default -> throw new AssertionError("Not a kind of dirt: " + reason);
        };
    }

    private static long unknownFields() {
        return Duck.query("SELECT sum(unknown_fields)::BIGINT FROM read_json('"
                        + bank.data().resolve("manifests/transaction/stage/*/*.json") + "')")
                .stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    @Test
    void booksAgreeWithTheSource() {
        List<String> books = Duck.query("SELECT sum(books.read)::BIGINT, sum(books.clean)::BIGINT,"
                + " sum(books.rejected)::BIGINT, sum(books.duplicate)::BIGINT, sum(books.superseded)::BIGINT"
                + " FROM read_json('" + bank.data().resolve("manifests/transaction/stage/*/*.json") + "')");

        assertThat(books)
                .containsExactly(expected.read() + "|" + expected.clean() + "|" + expected.rejected() + "|"
                        + expected.repeats() + "|0");
        assertThat(expected.repeats()).isPositive();
        assertThat(bank.published("SELECT count(*) FROM transaction_fact"))
                .containsExactly(Long.toString(expected.clean()));
        assertThat(good).hasSize((int) expected.clean());
    }

    @Test
    void hasTheRequirementsTables() {
        assertThat(bank.published(COLUMNS.formatted("transaction_fact")))
                .containsExactly(
                        "transaction_id|BIGINT",
                        "amount|DECIMAL(18,2)",
                        "processing_duration|DOUBLE",
                        "status|VARCHAR",
                        "source_system|VARCHAR",
                        "load_timestamp|TIMESTAMP",
                        "time_id|INTEGER",
                        "account_id|INTEGER");
        assertThat(bank.published(COLUMNS.formatted("time_dimension")))
                .containsExactly(
                        "time_id|INTEGER",
                        "year|INTEGER",
                        "quarter|INTEGER",
                        "month|INTEGER",
                        "day|INTEGER",
                        "weekday|VARCHAR",
                        "is_weekend|BOOLEAN");
        assertThat(bank.published(COLUMNS.formatted("account_dimension")))
                .containsExactly(
                        "account_id|INTEGER",
                        "masked_account_number|VARCHAR",
                        "account_type|VARCHAR",
                        "customer_region|VARCHAR");
        assertThat(bank.published(COLUMNS.formatted("transaction_daily_summary")))
                .containsExactly(
                        "year|INTEGER",
                        "month|INTEGER",
                        "day|INTEGER",
                        "customer_region|VARCHAR",
                        "txn_count|BIGINT",
                        "total_amount|DECIMAL(38,2)",
                        "avg_processing_duration|DOUBLE");
        assertThat(bank.published(COLUMNS.formatted("transaction_view")))
                .extracting(column -> column.substring(0, column.indexOf('|')))
                .containsExactly(
                        "transaction_id",
                        "amount",
                        "processing_duration",
                        "status",
                        "load_timestamp",
                        "year",
                        "month",
                        "day",
                        "weekday",
                        "masked_account_number",
                        "account_type",
                        "customer_region");
    }

    @Test
    void keepsTheRequirementsKeys() {
        assertThat(bank.published("SELECT count(*) - count(DISTINCT transaction_id), count(*) - count(amount),"
                        + " count(*) - count(load_timestamp), count(*) - count(time_id), count(*) - count(account_id)"
                        + " FROM transaction_fact"))
                .containsExactly("0|0|0|0|0");
        assertThat(bank.published("SELECT count(*) FROM transaction_fact ANTI JOIN time_dimension USING (time_id)"
                        + " UNION ALL"
                        + " SELECT count(*) FROM transaction_fact ANTI JOIN account_dimension USING (account_id)"
                        + " UNION ALL SELECT count(*) - count(DISTINCT time_id) FROM time_dimension"
                        + " UNION ALL SELECT count(*) - count(DISTINCT account_id) FROM account_dimension"
                        + " UNION ALL SELECT count(*) FROM account_dimension WHERE masked_account_number IS NULL"))
                .containsOnly("0");
    }

    @Test
    void factHoldsWhatTheSourceSays() {
        List<String> rows = bank.published(
                "SELECT transaction_id, amount, processing_duration, status, source_system,"
                        + " year, month, day, account_type, customer_region, right(masked_account_number, 4)"
                        + " FROM transaction_fact JOIN time_dimension USING (time_id) JOIN account_dimension USING (account_id)");

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        good.values().stream().map(ExampleBankTest::row).toList());
    }

    private static String row(JsonNode record) {
        String timestamp = record.get("timestamp").textValue();
        String account = record.get("account_number").textValue();
        return String.join(
                "|",
                record.get("transaction_id").asText(),
                record.get("amount").decimalValue().setScale(2).toPlainString(),
                Double.toString(record.get("processing_duration").doubleValue()),
                record.get("status").textValue(),
                record.get("source_system").textValue(),
                timestamp.substring(0, 4),
                Integer.toString(Integer.parseInt(timestamp.substring(5, 7))),
                Integer.toString(Integer.parseInt(timestamp.substring(8, 10))),
                record.get("account_type").textValue(),
                record.get("customer_region").textValue(),
                account.substring(account.length() - 4));
    }

    @Test
    void answersTheRequirementsStarJoin() {
        List<String> rows = bank.published("""
                SELECT
                    td.year,
                    ad.customer_region,
                    COUNT(*) AS txn_count,
                    SUM(tf.amount) AS total_amount
                FROM transaction_fact tf
                JOIN time_dimension td ON tf.time_id = td.time_id
                JOIN account_dimension ad ON tf.account_id = ad.account_id
                WHERE td.year = 2025 AND ad.customer_region = 'APAC'
                GROUP BY td.year, ad.customer_region;
                """);

        long count =
                good.values().stream().filter(r -> region(r).equals("APAC")).count();
        assertThat(count).isPositive();
        assertThat(rows).containsExactly("2025|APAC|" + count + "|" + totals().get("APAC"));
    }

    @Test
    void answersTheRequirementsCountOfLargeAmounts() {
        List<String> rows = bank.published("""
                SELECT COUNT(*)
                FROM transaction_fact
                WHERE amount > 1000;
                """);

        long count = good.values().stream()
                .filter(r -> r.get("amount").decimalValue().compareTo(BigDecimal.valueOf(1_000)) > 0)
                .count();
        assertThat(count).isPositive();
        assertThat(rows).containsExactly(Long.toString(count));
    }

    @Test
    void answersTheRequirementsIndicatorByRegion() {
        List<String> rows = bank.published("""
                SELECT
                    year,
                    customer_region,
                    SUM(total_amount)
                FROM transaction_daily_summary
                WHERE year = 2025
                GROUP BY year, customer_region;
                """);

        List<String> recomputed = totals().entrySet().stream()
                .map(region -> "2025|" + region.getKey() + "|" + region.getValue())
                .toList();
        assertThat(recomputed).hasSizeGreaterThan(2);
        assertThat(rows).containsExactlyInAnyOrderElementsOf(recomputed);
    }

    @Test
    void isUpToDateTheSecondTime() throws Exception {
        List<Path> before = bank.files("data");
        Trial.Answer again = bank.run("run", "--from", "2025-01-06", "--to", "2025-01-09");
        assertThat(again.status()).isZero();
        assertThat(again.out()).contains("up to date");
        assertThat(bank.files("data")).isEqualTo(before);
    }

    private static Map<String, BigDecimal> totals() {
        Map<String, BigDecimal> totals = new TreeMap<>();
        good.values().forEach(r -> totals.merge(region(r), r.get("amount").decimalValue(), BigDecimal::add));
        return totals;
    }

    private static String region(JsonNode record) {
        return record.get("customer_region").textValue();
    }
}
