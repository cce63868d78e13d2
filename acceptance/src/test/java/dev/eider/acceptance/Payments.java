package dev.eider.acceptance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eider.contract.SharedData;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Mobile payments of the PaySim sample, each with an id: 1 for the first. */
final class Payments {
    private static final Instant BEGIN = Instant.parse("2025-01-01T00:00:00.250Z");

    /** Their schema, for topics. */
    static final String AVRO = """
            {"type":"record","name":"Payment","fields":[
             {"name":"payment_id","type":["null","long"]},
             {"name":"happened_at","type":["null",{"type":"long","logicalType":"timestamp-millis"}]},
             {"name":"type","type":["null","string"]},
             {"name":"amount","type":["null",{"type":"bytes","logicalType":"decimal","precision":18,"scale":2}]},
             {"name":"nameOrig","type":["null","string"]},
             {"name":"newbalanceOrig","type":["null","double"]},
             {"name":"isFraud","type":["null","boolean"]}]}
            """;

    /** The end of a contract on them; more fields may follow. */
    static final String FIELDS = """
            event_time: happened_at
            fields:
              payment_id: bigint
              happened_at: timestamp
              type: {type: string, enum: [PAYMENT, TRANSFER, CASH_OUT, CASH_IN, DEBIT], required: true}
              amount: {type: "decimal(18,2)", required: true, minimum: 0}
              sender: {type: string, from: $.nameOrig, mask: last4, min_length: 5}
              balance: {type: double, from: $.newbalanceOrig}
              fraud: {type: boolean, from: $.isFraud}
            """;

    private Payments() {}

    /** The first so many. */
    static List<ObjectNode> first(int count) throws IOException {
        List<ObjectNode> payments = new ArrayList<>();
        try (var files = Files.list(SharedData.path("paysim-sample"))) {
            Path csv = files.filter(file -> file.toString().endsWith(".csv"))
                    .findFirst()
                    .orElseThrow();
            for (String line : Files.readAllLines(csv).subList(1, count + 1)) {
                String[] cells = line.split(",", -1);
                Instant happened = BEGIN.plusSeconds(3_600L * Integer.parseInt(cells[0]));
                payments.add(JsonNodeFactory.instance
                        .objectNode()
                        .put("payment_id", payments.size() + 1)
                        .put("happened_at", happened.toString())
                        .put("type", cells[1])
                        .put("amount", new BigDecimal(cells[2]))
                        .put("nameOrig", cells[3])
                        .put("newbalanceOrig", Double.parseDouble(cells[5]))
                        .put("isFraud", !cells[9].startsWith("0")));
            }
        }
        return payments;
    }
}
