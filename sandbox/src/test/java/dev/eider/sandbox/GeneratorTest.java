package dev.eider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static final SandboxConfig SMALL = SandboxConfig.builder()
            .seed(42)
            .days(10)
            .accounts(50)
            .transactionsPerDay(60)
            .build();

    @Test
    void theSameSeedServesTheSameBytesAndAnotherSeedOthers() throws IOException {
        String once = body(SMALL, "/transactions");
        assertThat(body(SMALL, "/transactions")).isEqualTo(once);
        assertThat(body(SMALL.toBuilder().seed(43).build(), "/transactions")).isNotEqualTo(once);
    }

    /** Guards against a generator that drifts: projects compare what they read with figures they wrote down. */
    @Test
    void theFirstRecordIsThisOne() throws IOException {
        assertThat(body(SMALL, "/transactions?page_size=1"))
                .startsWith(
                        "{\"data\":[{\"transaction_id\":200940000001,\"account_number\":\"9310670758885440\","
                                + "\"amount\":267.70,\"processing_duration\":0.216,\"status\":\"COMPLETED\",\"source_system\":\"cards\","
                                + "\"timestamp\":\"2025-01-06T00:15:06.471Z\",\"customer_region\":\"APAC\",\"account_type\":\"CHECKING\"}]");
    }

    @Test
    void aDayIsTheSameWhateverTheLengthOfTheBanksLife() throws IOException {
        SandboxConfig longer = SMALL.toBuilder().days(400).build();
        String day = "/transactions?from=2025-01-09&to=2025-01-10";
        assertThat(body(longer, day)).isEqualTo(body(SMALL, day));
    }

    @Test
    void recordsLookLikeABanks() throws IOException {
        try (SandboxServer server = SandboxServer.start(SMALL)) {
            RawClient client = new RawClient(server.baseUrl());
            Set<String> accounts = client.records("/accounts").stream()
                    .map(account -> account.get("account_number").textValue())
                    .collect(Collectors.toSet());
            assertThat(accounts).hasSize(50).allMatch(number -> number.matches("[0-9]{16}"));
            List<JsonNode> records = client.records("/transactions");
            assertThat(records).hasSizeGreaterThan(400);
            for (JsonNode record : records) {
                assertThat(record.get("account_number").textValue()).isIn(accounts);
                assertThat(record.get("status").textValue()).isIn("COMPLETED", "PENDING", "FAILED");
                assertThat(record.get("customer_region").textValue()).isIn("EMEA", "AMER", "APAC", "LATAM");
                assertThat(record.get("processing_duration").doubleValue()).isBetween(0.0, 60.0);
                Instant instant = Instant.parse(record.get("timestamp").textValue());
                assertThat(LocalDate.ofInstant(instant, ZoneOffset.UTC)).isBetween("2025-01-06", "2025-01-15");
            }
            assertThat(records.stream()
                            .map(record -> Instant.parse(record.get("timestamp").textValue())))
                    .isSorted();
        }
    }

    @Test
    void amountsAreWrittenWithExactlyTwoDecimals() throws IOException {
        String body = body(SMALL, "/transactions");
        List<String> amounts = Pattern.compile("\"amount\":([^,]+),")
                .matcher(body)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(amounts).hasSizeGreaterThan(400).allMatch(amount -> amount.matches("(0|[1-9][0-9]*)\\.[0-9]{2}"));
        assertThat(amounts.stream().map(BigDecimal::new)).allMatch(amount -> amount.signum() > 0);
    }

    @Test
    void theWeekendIsQuietAndTheMonthsEndIsBusy() throws IOException {
        try (SandboxServer server = SandboxServer.start(SandboxConfig.defaults())) {
            long friday = count(server, LocalDate.of(2025, 2, 7));
            assertThat(count(server, LocalDate.of(2025, 2, 9))).isLessThan(friday * 2 / 3);
            assertThat(count(server, LocalDate.of(2025, 1, 31))).isGreaterThan(friday * 5 / 4);
            assertThat(count(server, LocalDate.of(2025, 4, 2))).isGreaterThan(count(server, LocalDate.of(2025, 1, 8)));
        }
    }

    @Test
    void theDefaultBankHasAboutAHundredThousandTransactions() throws IOException {
        try (SandboxServer server = SandboxServer.start(SandboxConfig.defaults())) {
            assertThat(server.expected("transactions").records()).isCloseTo(100_000L, within(10_000L));
            assertThat(server.expected("accounts").records()).isEqualTo(2_000);
        }
    }

    private static long count(SandboxServer server, LocalDate day) {
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        return server.expected(start, start.plusSeconds(86_400)).records();
    }

    private static String body(SandboxConfig config, String target) throws IOException {
        try (SandboxServer server = SandboxServer.start(config)) {
            return new RawClient(server.baseUrl()).get(target).body();
        }
    }
}
