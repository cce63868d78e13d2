package dev.eider.acceptance;

import dev.eider.cli.Console;
import dev.eider.cli.Main;
import dev.eider.cli.Surroundings;
import dev.eider.zones.Bucket;
import dev.eider.zones.HaltingBucket;
import dev.eider.zones.Nonces;
import dev.eider.zones.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A project that reads one topic. Also a program by itself, which runs a command in a group of its own or of others and
 * ends where its {@link KillPoint} says.
 */
record StreamProject(Path folder) {
    /** What a child writes before each call of its bucket. */
    static final String CALL = "call ";

    /** How a command ended. */
    record Ended(int status, String output) {}

    /** Writes it; the dataset is {@code event}. */
    static StreamProject make(Path folder, String bootstrap, String topic) throws IOException {
        Files.createDirectories(folder.resolve("datasets"));
        Files.writeString(folder.resolve("eider.yaml"), """
                project: streams
                bucket: zones
                connections:
                  events:
                    type: kafka
                    bootstrap_servers: "%s"
                    group_id: ${GROUP}
                    properties: {metadata.max.age.ms: "500"}
                """.formatted(bootstrap));
        Files.writeString(folder.resolve("datasets/event.yaml"), """
                dataset: event
                source: {connection: events, topic: %s, format: json}
                quality: {max_rejected: 100%%}
                fields:
                  id: bigint
                  place: {type: bigint, derive: [$meta.topic, $meta.partition, $meta.offset]}
                """.formatted(topic));
        return new StreamProject(folder);
    }

    ZonesOfTopic zones() {
        return ZonesOfTopic.of(folder.resolve("zones"));
    }

    /** Runs a command in this process. */
    Ended run(String group, String... command) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
        int status = Main.run(surroundings(out, group, UnaryOperator.identity()), arguments(List.of(command)));
        return new Ended(status, written.toString(StandardCharsets.UTF_8));
    }

    /** The arguments by which {@link #main} in another process runs a command. */
    List<String> childArguments(String group, KillPoint point, String... command) {
        List<String> arguments = new ArrayList<>(List.of(folder.toString(), group, point.toString()));
        arguments.addAll(List.of(command));
        return arguments;
    }

    /** Runs a command until it ends or dies. */
    public static void main(String[] arguments) {
        StreamProject project = new StreamProject(Path.of(arguments[0]));
        KillPoint point = KillPoint.parse(arguments[2]);
        List<HaltingBucket> buckets = new CopyOnWriteArrayList<>();
        Surroundings surroundings = project.surroundings(System.out, arguments[1], bucket -> {
            HaltingBucket halting = point.watch(bucket);
            buckets.add(halting);
            return halting;
        });
        int status = Main.run(surroundings, project.arguments(List.of(arguments).subList(3, arguments.length)));
        buckets.forEach(bucket -> bucket.names().forEach(name -> System.out.println(CALL + name)));
        System.out.flush();
        System.exit(status);
    }

    private Surroundings surroundings(PrintStream out, String group, UnaryOperator<Bucket> wrapping) {
        Map<String, String> variables = new HashMap<>(Map.of("GROUP", group, "EIDER_DEBUG", "1"));
        Console console = new Console(out, out, false, variables);
        return new Surroundings(console, variables, Clock.systemUTC(), Nonces.random(), wrapping, Progress.NONE);
    }

    private String[] arguments(List<String> command) {
        List<String> all = new ArrayList<>(List.of(command.get(0), "--project", folder.toString()));
        all.addAll(command.subList(1, command.size()));
        return all.toArray(String[]::new);
    }
}
