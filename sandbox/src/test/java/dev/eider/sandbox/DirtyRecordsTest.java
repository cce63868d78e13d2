package dev.eider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirtyRecordsTest {
    private static final Pattern FLAT_OBJECT = Pattern.compile("\\{[^{}\\[\\]]+}");
    private static final Instant FROM = Instant.parse("2025-01-08T03:00:00Z");
    private static final Instant TO = Instant.parse("2025-01-11T21:30:00Z");

    private static SandboxConfig config(long seed) {
        return SandboxConfig.builder()
                .seed(seed)
                .days(7)
                .accounts(30)
                .transactionsPerDay(400)
                .dirty(0.2)
                .repeats(0.05)
                .build();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 77})
    void everyKindIsServedExactlyAsOftenAsExpected(long seed) throws IOException {
        try (SandboxServer server = SandboxServer.start(config(seed))) {
            List<String> records = texts(server, "/transactions?page_size=100");
            DirtyCounts expected = server.expected("transactions");
            assertThat(kinds(records)).as("seed %d", seed).isEqualTo(expected.dirty());
            assertThat(expected.dirty().values()).as("seed %d", seed).allMatch(count -> count > 10);
            assertThat(records).hasSize((int) expected.read());
            assertThat(server.counts().dirty()).isEqualTo(expected.dirty());
            assertThat(server.counts().repeats()).isEqualTo(expected.repeats());
        }
    }

    @Test
    void expectationsAreByIntervalAndAlsoServed() throws IOException {
        try (SandboxServer server = SandboxServer.start(config(5))) {
            String interval = "from=" + FROM + "&to=" + TO;
            DirtyCounts expected = server.expected(FROM, TO);
            assertThat(kinds(texts(server, "/transactions?page_size=64&" + interval)))
                    .isEqualTo(expected.dirty());
            JsonNode served = new RawClient(server.baseUrl())
                    .get("/_sandbox/expected?" + interval)
                    .json();
            assertThat(served.get("records").longValue()).isEqualTo(expected.records());
            assertThat(served.get("clean").longValue()).isEqualTo(expected.records() - expected.rejected());
            assertThat(served.at("/dirty/null_key").longValue()).isEqualTo(expected.of(Dirty.NULL_KEY));
        }
    }

    @Test
    void aFieldTooManyIsNoReject() {
        assertThat(new DirtyCounts(10, Map.of(Dirty.UNKNOWN_FIELD, 4L, Dirty.WRONG_TYPE, 3L), 0).rejected())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 100_000})
    void repeatsAreTheSameRecordsWhateverThePageSize(int pageSize) throws IOException {
        try (SandboxServer server = SandboxServer.start(config(9))) {
            List<String> records = texts(server, "/transactions?page_size=" + pageSize + "&to=2025-01-07");
            Set<String> different = new HashSet<>(records);
            DirtyCounts expected = server.expected(Instant.EPOCH, Instant.parse("2025-01-07T00:00:00Z"));
            assertThat(expected.repeats()).isPositive();
            assertThat(records.size() - different.size()).isEqualTo((int) expected.repeats());
        }
    }

    @Test
    void aRepeatStandsAtTheStartOfTheNextPage() throws IOException {
        SandboxConfig all = config(3).toBuilder().repeats(1).build();
        try (SandboxServer server = SandboxServer.start(all)) {
            RawClient client = new RawClient(server.baseUrl());
            List<String> first = texts(client.get("/accounts?page_size=10"));
            List<String> second = texts(client.get("/accounts?page_size=10&page=2"));
            List<String> last = texts(client.get("/accounts?page_size=10&page=3"));
            assertThat(second).hasSize(20).startsWith(first.toArray(String[]::new));
            assertThat(last).hasSize(30).startsWith(second.subList(10, 20).toArray(String[]::new));
            assertThat(last.subList(10, 20)).isEqualTo(last.subList(20, 30));
            assertThat(client.get("/accounts?page_size=10&page=4").json().get("data"))
                    .isEmpty();
        }
    }

    private static List<String> texts(SandboxServer server, String target) {
        List<String> texts = new ArrayList<>();
        new RawClient(server.baseUrl()).pages(target).forEach(page -> texts.addAll(texts(page)));
        return texts;
    }

    private static List<String> texts(RawClient.Reply page) {
        String data = page.body().substring(0, page.body().lastIndexOf("],\"meta\""));
        return FLAT_OBJECT
                .matcher(data.substring(1))
                .results()
                .map(match -> match.group())
                .toList();
    }

    private static Map<Dirty, Long> kinds(List<String> records) throws IOException {
        Map<Dirty, Long> counts = new EnumMap<>(Dirty.class);
        for (Dirty kind : Dirty.values()) {
            counts.put(kind, 0L);
        }
        ObjectMapper json = new ObjectMapper();
        for (String record : records) {
            Dirty kind = kind(record, json.readTree(record));
            if (kind != null) {
                counts.merge(kind, 1L, Long::sum);
            }
        }
        return counts;
    }

    /** An own judgement of each record, from its bytes only. */
    private static Dirty kind(String text, JsonNode record) {
        JsonNode amount = record.get("amount");
        if (record.get("transaction_id").isNull()) {
            return Dirty.NULL_KEY;
        } else if (amount == null) {
            return Dirty.MISSING_REQUIRED;
        } else if (amount.isTextual()) {
            return Dirty.WRONG_TYPE;
        } else if (text.contains("\"amount\":-")) {
            return Dirty.NEGATIVE_AMOUNT;
        } else if (text.matches(".*\"amount\":[0-9]+\\.[0-9]{3,},.*")) {
            return Dirty.TOO_MANY_DECIMALS;
        } else if (text.matches(".*\"amount\":[0-9]{17,}\\..*")) {
            return Dirty.AMOUNT_ABOVE_RANGE;
        } else if (text.indexOf("\"status\"") != text.lastIndexOf("\"status\"")) {
            return Dirty.DUPLICATE_FIELD;
        } else if (!record.get("status").textValue().matches("COMPLETED|PENDING|FAILED")) {
            return Dirty.UNKNOWN_STATUS;
        } else if (record.get("timestamp").textValue().contains("-02-30T")) {
            return Dirty.INVALID_TIMESTAMP;
        }
        return record.size() == 10 ? Dirty.UNKNOWN_FIELD : null;
    }
}
