import dev.eider.contract.DatasetName;
import dev.eider.contract.Fingerprint;
import dev.eider.contract.StorageSettings;
import dev.eider.zones.BatchId;
import dev.eider.zones.Body;
import dev.eider.zones.Books;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketLedger;
import dev.eider.zones.Buckets;
import dev.eider.zones.Gate;
import dev.eider.zones.HistoryCompactor;
import dev.eider.zones.Ledger;
import dev.eider.zones.Manifest;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import dev.eider.zones.ZoneLayout;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a past into a bucket, of hours that were read and staged and held no record:
 * {@code WriteHistory BUCKET DATASET HOURS archived|loose [EXTENSIONS]}. Prints the first hour.
 */
public final class WriteHistory {
    private static final Duration COMMITTED_AFTER = Duration.ofMinutes(5);
    private static final int PAGE = 1_000;

    private WriteHistory() {}

    /** The commits are made in memory; archives, or names one by one, are then copied. */
    public static void main(String[] arguments) throws Exception {
        Optional<Path> extensions = arguments.length > 4 ? Optional.of(Path.of(arguments[4])) : Optional.empty();
        Bucket target = new Buckets(extensions)
                .open(arguments[0], Path.of("").toAbsolutePath(), StorageSettings.DEFAULT, System.getenv());
        DatasetName dataset = new DatasetName(arguments[1]);
        int hours = Integer.parseInt(arguments[2]);
        Clock clock = Clock.systemUTC();
        Instant end = clock.instant().truncatedTo(ChronoUnit.HOURS);
        Bucket made = Buckets.memory();
        Ledger ledger = new BucketLedger(made, clock);
        for (int hour = hours; hour >= 1; hour--) {
            commit(ledger, dataset, end.minus(hour, ChronoUnit.HOURS), clock.instant());
        }
        if (arguments[3].equals("archived")) {
            for (StageName stage : StageName.values()) {
                new HistoryCompactor(made, clock).compact(dataset, stage, Integer.MAX_VALUE);
            }
        }
        copy(made, target);
        System.out.println(end.minus(hours, ChronoUnit.HOURS));
    }

    private static void commit(Ledger ledger, DatasetName dataset, Instant start, Instant began) throws Exception {
        String slice = start.toString().substring(0, "2025-04-06T05".length()).toLowerCase(java.util.Locale.ROOT);
        Revision raw = Revision.raw(new BatchId(dataset, slice), 1);
        ledger.commit(manifest(raw, start, List.of()), began);
        ledger.commit(manifest(raw.staged(1), start, List.of(ledger.input(raw))), began);
    }

    private static Manifest manifest(Revision revision, Instant start, List<Manifest.Input> inputs) {
        Instant end = start.plus(1, ChronoUnit.HOURS);
        return new Manifest(
                revision,
                start,
                end,
                Gate.PASSED,
                Optional.empty(),
                inputs,
                List.of(),
                Books.EMPTY,
                Map.of(),
                0,
                Optional.empty(),
                new Fingerprint("0".repeat(64)),
                1,
                Optional.empty(),
                end.plus(COMMITTED_AFTER),
                "bench",
                Optional.empty());
    }

    private static void copy(Bucket from, Bucket to) throws Exception {
        String after = "";
        for (List<ObjectKey> page = from.list("", after, PAGE); !page.isEmpty(); page = from.list("", after, PAGE)) {
            for (ObjectKey key : page) {
                put(to, key, read(from, key));
                after = key.value();
            }
        }
    }

    /** A folder is written past its adapter, whose syncs would take an hour; for 1 kB it is whole all the same. */
    private static void put(Bucket to, ObjectKey key, byte[] content) throws Exception {
        Optional<Path> file = key.value().startsWith(ZoneLayout.MANIFESTS) ? to.localPath(key) : Optional.empty();
        if (file.isPresent()) {
            Files.createDirectories(file.get().getParent());
            Files.write(file.get(), content);
        } else {
            to.createIfAbsent(key, Body.of(content));
        }
    }

    private static byte[] read(Bucket from, ObjectKey key) throws Exception {
        try (InputStream in = from.open(key, Range.ALL)) {
            return in.readAllBytes();
        }
    }
}
