package dev.eider.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the sandbox bank says, read without Eider, judged by its manual's rules written a second time. */
final class SourceRecords {
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Set<String> STATUSES = Set.of("COMPLETED", "PENDING", "FAILED");
    private static final int TRIES_MAX = 20;

    private final List<String> records;

    private SourceRecords(List<String> records) {
        this.records = records;
    }

    static SourceRecords of(URI api, Instant from, Instant to) throws IOException, InterruptedException {
        URI page = URI.create(api + "/transactions?page_size=100000&from=" + from + "&to=" + to);
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(page)
                .header("Authorization", "Bearer " + Trial.TOKEN)
                .build();
        for (int i = 0; i < TRIES_MAX; i++) {
            Optional<String> body = body(client, request);
            if (body.isPresent()) {
                String data = body.get()
                        .substring(body.get().indexOf('[') + 1, body.get().lastIndexOf(']'));
                // The bank's records are flat: no brace stands within one.
                return new SourceRecords(List.of(data.split("(?<=\\}),(?=\\{)")));
            }
        }
        throw new IOException("the bank did not answer well in " + TRIES_MAX + " tries");
    }

    private static Optional<String> body(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 && response.body().startsWith("{")
                    ? Optional.of(response.body())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Good records by their key. */
    Map<Long, JsonNode> good() {
        Map<Long, JsonNode> good = new TreeMap<>();
        for (String record : records) {
            try {
                JsonNode node = STRICT.readTree(record);
                if (isGood(node)) {
                    good.put(node.get("transaction_id").longValue(), node);
                }
            } catch (JsonProcessingException e) {
                // Not good, then.
            }
        }
        return good;
    }

    private static boolean isGood(JsonNode record) {
        JsonNode amount = record.path("amount");
        return record.path("transaction_id").isIntegralNumber()
                && amount.isNumber()
                && amount.decimalValue().signum() >= 0
                && amount.decimalValue().scale() <= 2
                && amount.decimalValue().compareTo(BigDecimal.valueOf(1_000_000)) <= 0
                && STATUSES.contains(record.path("status").textValue())
                && isInstant(record.path("timestamp").textValue());
    }

    private static boolean isInstant(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
