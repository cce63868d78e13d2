package dev.eider.staging.duckdb;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.Limits;
import dev.eider.contract.MaskKey;
import dev.eider.contract.TestLimits;
import dev.eider.metrics.Recorder;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketLedger;
import dev.eider.zones.Buckets;
import dev.eider.zones.Commit;
import dev.eider.zones.Context;
import dev.eider.zones.ErrorReader;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Ledger;
import dev.eider.zones.Manifest;
import dev.eider.zones.Nonces;
import dev.eider.zones.Progress;
import dev.eider.zones.Range;
import dev.eider.zones.StoredFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Zones in memory and what a test asks of them; scratch is the test's own folder. */
final class Zones {
    static final Instant NOW = Instant.parse("2025-04-07T01:02:03Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    final Bucket bucket;
    final Ledger ledger;
    private final Path folder;
    private Limits limits = limits(2, 1 << 20);
    private RangeBounds bounds = RangeBounds.DEFAULT;
    private CleanHook hook = CleanHook.NONE;
    private MaskKey key = Transactions.KEY;

    Zones(Path folder) {
        this(folder, Buckets.memory());
    }

    Zones(Path folder, Bucket bucket) {
        this.folder = folder;
        this.bucket = bucket;
        ledger = new BucketLedger(bucket, CLOCK);
    }

    static Limits limits(int threads, int errorBufferBytesMax) {
        return TestLimits.with(l -> {
            l.threads = threads;
            l.recordBytesMax = 1 << 20;
            l.errorBufferBytesMax = errorBufferBytesMax;
        });
    }

    Zones with(Limits others) {
        limits = others;
        return this;
    }

    Zones with(RangeBounds others) {
        bounds = others;
        return this;
    }

    Zones with(CleanHook other) {
        hook = other;
        return this;
    }

    Zones maskedBy(String other) {
        key = MaskKey.of(other);
        return this;
    }

    RawZone raw(Contract contract) {
        return new RawZone(bucket, ledger, contract, NOW);
    }

    Context context() {
        return new Context(
                bucket, ledger, CLOCK, limits, folder, Nonces.random(), Optional.of(key), Progress.NONE, "test");
    }

    Staging staging(Contract contract) {
        return staging(contract, bounds);
    }

    Staging staging(Contract contract, RangeBounds others) {
        return new Staging(contract, context(), Recorder.NONE, RawFormats.JSON, others, hook);
    }

    /** Stages what is due, which must be one batch. */
    Manifest stage(Contract contract) throws EiderException {
        try (Staging staging = staging(contract)) {
            List<StagingStep> due = staging.due();
            if (due.size() != 1) {
                throw new AssertionError("due: " + due);
            }
            Commit commit = staging.run(due.get(0));
            if (!(commit instanceof Commit.Done)) {
                throw new AssertionError(commit.toString());
            }
            return commit.manifest();
        }
    }

    /** One more staging of the batch. */
    Manifest stageAgain(Contract contract, RawZone raw) throws EiderException {
        try (Staging staging = staging(contract)) {
            return staging.run(staging.again(raw.batch()).orElseThrow()).manifest();
        }
    }

    /** Results of a query over the clean files, which {@code %s} stands for: each row as its values joined by bars. */
    List<String> clean(Manifest manifest, String query) throws EiderException, IOException, SQLException {
        List<String> files = new ArrayList<>();
        for (StoredFile file : manifest.outputs(StoredFile.Role.CLEAN)) {
            Path copy = Files.createTempFile(folder, "clean", ".parquet");
            Files.write(copy, bytes(file));
            files.add(Sql.text(copy.toString()));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        String.format(query, "read_parquet([" + String.join(",", files) + "])"))) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
            }
            return rows;
        }
    }

    /** The error records, in their order. */
    List<ErrorRecord> errors(Manifest manifest) throws EiderException {
        List<ErrorRecord> errors = new ArrayList<>();
        for (StoredFile file : manifest.outputs(StoredFile.Role.ERRORS)) {
            try (ErrorReader reader = ErrorReader.open(bucket, file.key(), limits)) {
                for (Optional<ErrorRecord> e = reader.next(); e.isPresent(); e = reader.next()) {
                    errors.add(e.get());
                }
            }
        }
        return errors;
    }

    /** All bytes of the error files. */
    byte[] errorBytes(Manifest manifest) throws EiderException, IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (StoredFile file : manifest.outputs(StoredFile.Role.ERRORS)) {
            all.write(bytes(file));
        }
        return all.toByteArray();
    }

    byte[] bytes(StoredFile file) throws EiderException, IOException {
        try (InputStream in = bucket.open(file.key(), Range.ALL)) {
            return in.readAllBytes();
        }
    }

    /** Names of all objects of clean and error. */
    List<String> outputs() throws EiderException {
        return bucket.list("staging/", "", 1_000).stream()
                .map(k -> k.value())
                .filter(k -> !k.startsWith("staging/raw/"))
                .toList();
    }
}
