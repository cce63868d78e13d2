package dev.eider.acceptance;

import dev.eider.sandbox.DatasetFile;
import dev.eider.sandbox.SandboxConfig;
import dev.eider.sandbox.SandboxServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A bank's API of two datasets with dirty and repeated records, and projects that read it. Each project has a folder of
 * its own and, unless it shares one, a bucket of its own: a folder, or a prefix in a store.
 */
final class Bank implements AutoCloseable {
    static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 6);
    private static final int ACCOUNTS = 60;
    private static final long SEED = 42;

    private final Path folder;
    private final SandboxServer server;
    private final Place store;
    private final AtomicInteger projects = new AtomicInteger();
    private final AtomicLong seeds = new AtomicLong(1);

    private Bank(Path folder, SandboxServer server, Place store) {
        this.folder = folder;
        this.server = server;
        this.store = store;
    }

    /** A bank with this many days, of about as many records of each dataset a day; its projects use folders. */
    static Bank open(Path folder, int days, int recordsPerDay) throws IOException {
        return open(folder, days, recordsPerDay, Place.folder(folder));
    }

    /** The same, whose projects use prefixes of a bucket. */
    static Bank open(Path folder, int days, int recordsPerDay, Place store) throws IOException {
        Path swipes = Files.createDirectories(folder).resolve("swipes.ndjson");
        Files.writeString(swipes, swipes(days, recordsPerDay));
        SandboxConfig config = SandboxConfig.builder()
                .seed(SEED)
                .from(FIRST_DAY)
                .days(days)
                .accounts(ACCOUNTS)
                .transactionsPerDay(recordsPerDay)
                .dirty(0.1)
                .repeats(0.02)
                .file(DatasetFile.of("swipes", swipes).date("swiped_at"))
                .build();
        return new Bank(folder, SandboxServer.start(config), store);
    }

    /** A new project with a bucket of its own. */
    Program project() throws IOException {
        Path root = projectFolder();
        return new Program(root, zonesOf(root), address(), seeds.getAndIncrement());
    }

    private Place zonesOf(Path root) {
        return store.isHere()
                ? Place.folder(root.resolve("data"))
                : new Place(store.url() + "/" + root.getFileName(), store.emulator());
    }

    /** A new project that is as far as this one. */
    Program copyOf(Program program) throws IOException {
        Path root = folder.resolve("project-" + projects.incrementAndGet());
        copy(program.project(), root);
        Place zones = zonesOf(root);
        if (!zones.isHere()) {
            program.zones().copyTo(zones);
        }
        return new Program(root, zones, address(), seeds.getAndIncrement());
    }

    /** A new project, as of another machine, on the bucket of one that there is. */
    Program projectBeside(Program other) throws IOException {
        return new Program(projectFolder(), other.zones(), address(), seeds.getAndIncrement());
    }

    /** The same project for a process of its own. */
    Program again(Program program) {
        return new Program(program.project(), program.zones(), address(), seeds.getAndIncrement());
    }

    /** The arguments that bring the first days into the warehouse. */
    static String[] runOfDays(int days) {
        return new String[] {
            "run",
            "--from",
            FIRST_DAY.toString(),
            "--to",
            FIRST_DAY.plusDays(days - 1L).toString()
        };
    }

    private String address() {
        return server.baseUrl().toString();
    }

    private Path projectFolder() throws IOException {
        Path model = House.ACCEPTANCE.path().resolve("src/test/projects/kills");
        Path root = folder.resolve("project-" + projects.incrementAndGet());
        copy(model, root);
        return root;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** Every tenth record is one that its contract refuses, every twentieth comes twice. */
    private static String swipes(int days, int recordsPerDay) {
        Random random = new Random(SEED);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < days * recordsPerDay; i++) {
            String account = String.format(Locale.ROOT, "\"swipe-account-%04d\"", random.nextInt(ACCOUNTS));
            String line = String.format(
                    Locale.ROOT,
                    "{\"swipe_id\":%d,\"account_number\":%s,\"fee\":%s,\"terminal\":\"t%d\",\"swiped_at\":\"%sT%02d:%02d:00Z\"}%n",
                    i + 1,
                    i % 10 == 3 ? "null" : account,
                    i % 10 == 6 ? "\"free\"" : random.nextInt(9_000) / 8.0,
                    random.nextInt(7),
                    FIRST_DAY.plusDays(i / recordsPerDay),
                    random.nextInt(24),
                    random.nextInt(60));
            lines.append(line);
            if (i % 20 == 0) {
                lines.append(line);
            }
        }
        return lines.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
