package dev.eider.acceptance;

import dev.eider.cli.Console;
import dev.eider.cli.Main;
import dev.eider.cli.Surroundings;
import dev.eider.zones.Bucket;
import dev.eider.zones.Nonces;
import dev.eider.zones.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * The program as tests run it: its clock stands still, its names come from a seed. Also a program by itself, which ends
 * where its {@link KillPoint} says.
 *
 * @param project folder of eider.yaml
 * @param zones where its zones are
 * @param bank address of the API
 * @param seed of the names of writers; no two runs on one bucket share it
 */
record Program(Path project, Place zones, String bank, long seed) {
    /** What a child writes before each call of its bucket, and before its number of commits. */
    static final String CALL = "call ";

    static final String COMMITS = "commits ";

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-02-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String MASK_KEY = "c2l4dGVlbiBhbmQgc2l4dGVlbiBtb3JlIGJ5dGVzLi4=";

    /** How a command ended. */
    record Ended(int status, String output) {}

    /** The folder of the zones, or, where they are elsewhere, a copy of all that is there now. */
    Path bucket() {
        if (zones.isHere()) {
            return Path.of(zones.url());
        }
        try {
            Path copy = Files.createTempDirectory(project.getParent(), project.getFileName() + "-zones-");
            zones.copyTo(Place.folder(copy));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command in this process. */
    Ended run(String... command) {
        return run(UnaryOperator.identity(), command);
    }

    /** Runs a command in this process on a wrapped bucket. */
    Ended run(UnaryOperator<Bucket> wrapping, String... command) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
        int status = Main.run(surroundings(out, wrapping, Progress.NONE), arguments(List.of(command)));
        return new Ended(status, written.toString(StandardCharsets.UTF_8));
    }

    /** The arguments by which {@link #main} in another process runs a command. */
    List<String> childArguments(KillPoint point, String... command) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                project.toString(), zones.url(), zones.emulator(), bank, Long.toString(seed), point.toString()));
        arguments.addAll(List.of(command));
        return arguments;
    }

    /** Runs a command until it ends or dies. */
    public static void main(String[] arguments) {
        Place zones = new Place(arguments[1], arguments[2]);
        Program program = new Program(Path.of(arguments[0]), zones, arguments[3], Long.parseLong(arguments[4]));
        KillPoint point = KillPoint.parse(arguments[5]);
        AtomicInteger commits = new AtomicInteger();
        List<dev.eider.zones.HaltingBucket> buckets = new java.util.ArrayList<>();
        Surroundings surroundings = program.surroundings(
                System.out,
                bucket -> {
                    buckets.add(point.watch(bucket));
                    return buckets.get(buckets.size() - 1);
                },
                point.watch(commits));
        int status = Main.run(surroundings, program.arguments(List.of(arguments).subList(6, arguments.length)));
        buckets.forEach(bucket -> bucket.names().forEach(name -> System.out.println(CALL + name)));
        System.out.println(COMMITS + commits);
        System.out.flush();
        System.exit(status);
    }

    private Surroundings surroundings(PrintStream out, UnaryOperator<Bucket> wrapping, Progress progress) {
        Map<String, String> variables = new HashMap<>(zones.variables());
        variables.put("BUCKET", zones.url());
        variables.put("BANK_URL", bank);
        variables.put("EIDER_MASK_KEY", MASK_KEY);
        variables.put("EIDER_DEBUG", "1");
        Console console = new Console(out, out, false, variables);
        return new Surroundings(console, variables, CLOCK, Nonces.seeded(seed), wrapping, progress);
    }

    /** The command with its project. */
    private String[] arguments(List<String> command) {
        List<String> all = new java.util.ArrayList<>(List.of(command.get(0), "--project", project.toString()));
        all.addAll(command.subList(1, command.size()));
        return all.toArray(String[]::new);
    }
}
