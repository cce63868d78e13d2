package dev.eider.staging.duckdb;

import dev.eider.contract.Contract;
import dev.eider.contract.Field;
import dev.eider.contract.FieldType;
import dev.eider.contract.FieldType.Kind;
import dev.eider.contract.Limits;
import dev.eider.contract.Mask;
import dev.eider.metrics.Recorder;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketLedger;
import dev.eider.zones.Buckets;
import dev.eider.zones.Commit;
import dev.eider.zones.Context;
import dev.eider.zones.Ledger;
import dev.eider.zones.NdjsonFormat;
import dev.eider.zones.Nonces;
import dev.eider.zones.Progress;
import dev.eider.zones.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures a staging of files of transactions, compressed as raw holds them; run by hand, not a test.
 * Arguments: folder of the files, {@code plain} or {@code keyed}, rounds.
 */
final class StagingSpeed {
    private StagingSpeed() {}

    public static void main(String[] arguments) throws Exception {
        boolean isKeyed = arguments[1].equals("keyed");
        Path work = Files.createTempDirectory(Path.of(arguments[0]).toAbsolutePath(), "speed");
        Clock clock = Clock.systemUTC();
        Bucket bucket = Buckets.folder(work.resolve("zones"));
        Ledger ledger = new BucketLedger(bucket, clock);
        Path scratch = Files.createDirectories(work.resolve("scratch"));
        Limits limits = Limits.defaults();
        Context context = new Context(
                bucket,
                ledger,
                clock,
                limits,
                scratch,
                Nonces.random(),
                Optional.of(Transactions.KEY),
                Progress.NONE,
                "speed");
        Contract contract = contract(isKeyed);
        RawZone raw = new RawZone(bucket, ledger, contract, clock.instant());
        for (Path file : files(Path.of(arguments[0]))) {
            raw.part(Files.readAllBytes(file), records(file, limits));
        }
        raw.commit();
        try (Staging staging = new Staging(contract, context, Recorder.NONE)) {
            for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
                long start = System.nanoTime();
                double cpu = cpuSeconds();
                Commit commit = staging.run(staging.again(raw.batch()).orElseThrow());
                System.out.printf(
                        "%s %.2f s, cpu %.2f s, %s, %s%n",
                        arguments[1],
                        (System.nanoTime() - start) / 1e9,
                        cpuSeconds() - cpu,
                        commit.manifest().books(),
                        peak());
            }
        }
    }

    private static Contract contract(boolean isKeyed) {
        Field account = field("account_number", Kind.STRING);
        List<Field> fields = List.of(
                field("transaction_id", Kind.BIGINT),
                isKeyed ? account.masked(Mask.LAST4) : account,
                Field.of("amount", FieldType.decimal(18, 2)).require(),
                field("processing_duration", Kind.DOUBLE),
                field("status", Kind.STRING),
                field("source_system", Kind.STRING),
                field("timestamp", Kind.TIMESTAMP),
                field("customer_region", Kind.STRING),
                field("account_type", Kind.STRING));
        return Transactions.contract(fields, isKeyed ? List.of("transaction_id") : List.of(), Optional.of("timestamp"));
    }

    private static long records(Path file, Limits limits) throws IOException {
        long records = 0;
        try (RecordFormat.Cursor cursor = new NdjsonFormat().open(Files.newInputStream(file), limits)) {
            while (cursor.next()) {
                records++;
            }
        }
        return records;
    }

    private static Field field(String name, Kind kind) {
        return Field.of(name, FieldType.of(kind));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".zst")).sorted().toList();
        }
    }

    private static double cpuSeconds() throws IOException {
        String[] stat = Files.readString(Path.of("/proc/self/stat")).split(" ");
        return (Long.parseLong(stat[13]) + Long.parseLong(stat[14])) / 100.0;
    }

    private static String peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith("VmHWM"))
                .findFirst()
                .orElse("");
    }
}
