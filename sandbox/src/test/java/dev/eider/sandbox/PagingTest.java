package dev.eider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PagingTest {
    private static SandboxServer server;
    private static RawClient client;

    @BeforeAll
    static void start() throws IOException {
        server = SandboxServer.start(SandboxConfig.builder()
                .days(3)
                .accounts(40)
                .transactionsPerDay(90)
                .pageSize(50)
                .build());
        client = new RawClient(server.baseUrl());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void linksLeadThroughAllRecordsOnce() {
        List<JsonNode> records = client.records("/transactions");
        assertThat(records).hasSize(total());
        assertThat(records.stream().map(record -> record.get("transaction_id").longValue()))
                .doesNotHaveDuplicates()
                .isSorted()
                .allMatch(id -> id > 0);
    }

    @Test
    void allStylesServeTheSameRecords() {
        List<JsonNode> byLink = client.records("/transactions?page_size=7");
        assertThat(byPageNumber(7)).isEqualTo(byLink);
        assertThat(byCursor(7)).isEqualTo(byLink);
        assertThat(client.records("/transactions?offset=0&limit=7")).isEqualTo(byLink);
        assertThat(client.records("/transactions?page_size=11")).isEqualTo(byLink);
    }

    @Test
    void linkKeepsTheStyleAndTheParameters() {
        assertThat(client.get("/transactions?offset=10&limit=5&tag=a%20b").next())
                .hasValue("/transactions?limit=5&tag=a+b&offset=15");
        assertThat(client.get("/transactions?page=2&page_size=5").next()).hasValue("/transactions?page_size=5&page=3");
        String cursor = client.get("/transactions?page_size=5")
                .json()
                .at("/meta/next_cursor")
                .textValue();
        assertThat(client.get("/transactions?page_size=5&cursor=" + cursor)
                        .next()
                        .orElseThrow())
                .startsWith("/transactions?page_size=5&cursor=");
    }

    @Test
    void linkNamesTheHostThatTheClientAskedFor() {
        RawClient.Reply reply =
                client.send("GET /accounts HTTP/1.1\r\nHost: bank.example:81\r\nConnection: close\r\n\r\n");
        assertThat(reply.header("Link")).isEmpty();
        reply = client.send("GET /accounts?page_size=9 HTTP/1.1\r\nHost: bank.example:81\r\nConnection: close\r\n\r\n");
        assertThat(reply.header("Link")).hasValue("<http://bank.example:81/accounts?page_size=9&page=2>; rel=\"next\"");
    }

    @Test
    void everyPageStatesTheTotal() {
        assertThat(client.pages("/transactions").stream()
                        .map(page -> page.json().at("/meta/total").intValue()))
                .hasSize((total() + 49) / 50)
                .containsOnly(total());
    }

    @Test
    void thePageAfterTheLastIsEmptyAndHasNoNext() {
        RawClient.Reply after = client.get("/accounts?page=5&page_size=10");
        assertThat(after.json().get("data")).isEmpty();
        assertThat(after.json().at("/meta/next_cursor").isNull()).isTrue();
        assertThat(after.header("Link")).isEmpty();
        assertThat(client.get("/accounts?page=4&page_size=10").header("Link")).isEmpty();
        assertThat(client.get("/accounts?page=4&page_size=10").json().get("data"))
                .hasSize(10);
    }

    @Test
    void anyDivisionIntoIntervalsBringsEachRecordOnce() {
        List<JsonNode> whole = client.records("/transactions");
        List<JsonNode> parts = new ArrayList<>(client.records("/transactions?to=2025-01-06T13:37:00.123Z"));
        parts.addAll(client.records("/transactions?from=2025-01-06T13:37:00.123Z&to=2025-01-07"));
        parts.addAll(client.records("/transactions?from=2025-01-07&to=2025-01-08T01:00:00%2B01:00"));
        parts.addAll(client.records("/transactions?from=2025-01-08"));
        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void anIntervalHoldsItsStartAndNotItsEnd() {
        JsonNode first = client.records("/transactions").get(0);
        String instant = first.get("timestamp").textValue();
        assertThat(client.records("/transactions?from=" + instant).get(0)).isEqualTo(first);
        assertThat(client.records("/transactions?to=" + instant)).isEmpty();
    }

    @Test
    void daysOutsideTheBanksLifeAreEmpty() {
        assertThat(client.records("/transactions?from=2025-01-09")).isEmpty();
        assertThat(client.records("/transactions?to=" + LocalDate.of(2025, 1, 6)))
                .isEmpty();
    }

    @Test
    void badParametersAreRefusedByName() {
        assertThat(refusal("/transactions?page=0")).contains("page: 0");
        assertThat(refusal("/transactions?page=x")).contains("page");
        assertThat(refusal("/transactions?page_size=0")).contains("page_size: 0");
        assertThat(refusal("/transactions?page_size=100001")).contains("page_size: 100001");
        assertThat(refusal("/transactions?cursor=MTAw")).contains("cursor");
        assertThat(refusal("/transactions?cursor=%25")).contains("cursor");
        assertThat(refusal("/transactions?from=yesterday")).contains("from");
        assertThat(refusal("/transactions?from=2025-01-08&to=2025-01-07")).contains("from is after to");
        assertThat(client.get("/nothing").status()).isEqualTo(404);
    }

    private static String refusal(String target) {
        RawClient.Reply reply = client.get(target);
        assertThat(reply.status()).as(target).isEqualTo(400);
        return reply.json().get("error").textValue();
    }

    private static int total() {
        return (int) server.expected("transactions").records();
    }

    private static List<JsonNode> byPageNumber(int size) {
        List<JsonNode> records = new ArrayList<>();
        JsonNode data;
        int page = 1;
        do {
            data = client.get("/transactions?page=" + page + "&page_size=" + size)
                    .json()
                    .get("data");
            data.forEach(records::add);
            page++;
        } while (!data.isEmpty());
        return records;
    }

    private static List<JsonNode> byCursor(int size) {
        List<JsonNode> records = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode body = client.get("/transactions?page_size=" + size + "&cursor=" + cursor)
                    .json();
            body.get("data").forEach(records::add);
            cursor = body.at("/meta/next_cursor").textValue();
        }
        return records;
    }
}
