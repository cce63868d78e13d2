package dev.eider.acceptance;

import dev.eider.cli.Console;
import dev.eider.cli.Main;
import dev.eider.cli.Surroundings;
import dev.eider.sandbox.kafka.SharedBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A project whose one dataset, {@code event}, follows a topic; commands run in this process, by the clock on the wall. */
record TopicProject(Path root) {
    private static final Map<String, String> VARIABLES = Map.of();

    /** How a command ended. */
    record Ended(int status, String output) {}

    static TopicProject of(Path root, String topic, int keptGenerations) throws IOException {
        Files.createDirectories(root.resolve("datasets"));
        Files.writeString(root.resolve("eider.yaml"), """
                project: events
                bucket: ./data
                warehouse: {keep: %d}
                connections:
                  events: {type: kafka, bootstrap_servers: "%s", group_id: %s}
                """.formatted(keptGenerations, SharedBroker.bootstrap(), topic));
        Files.writeString(root.resolve("datasets/event.yaml"), """
                dataset: event
                source: {connection: events, topic: %s, format: json}
                primary_key: event_id
                event_time: made_at
                updated_at: made_at
                quality: {max_rejected: 50%%}
                fields:
                  event_id: bigint
                  made_at: timestamp
                  sent: bigint
                  kind: string
                  amount: {type: "decimal(18,2)", required: true}
                star: {fact: event_fact}
                """.formatted(topic));
        return new TopicProject(root);
    }

    Ended run(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command.split(" ")));
        all.addAll(List.of("-C", root.toString()));
        all.addAll(List.of(arguments));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
        Console console = new Console(out, out, false, VARIABLES);
        int status = Main.run(Surroundings.of(console, VARIABLES, Clock.systemUTC()), all.toArray(String[]::new));
        return new Ended(status, written.toString(StandardCharsets.UTF_8));
    }

    /** The file that readers open. */
    Path published() {
        return root.resolve("data/warehouse/current/warehouse.duckdb");
    }

    /** The values of a record; amounts are quoted by who wants to. */
    static byte[] event(long id, long millis, String amount) {
        return ("{\"event_id\":" + id + ",\"sent\":" + millis + ",\"made_at\":\""
                        + Instant.ofEpochMilli(millis) + "\",\"kind\":\"k" + id % 5 + "\",\"amount\":"
                        + amount + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
