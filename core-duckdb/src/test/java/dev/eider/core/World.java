package dev.eider.core;

import dev.eider.contract.Audit;
import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.Field;
import dev.eider.contract.FieldPath;
import dev.eider.contract.FieldType;
import dev.eider.contract.Fingerprint;
import dev.eider.contract.Limits;
import dev.eider.contract.Mart;
import dev.eider.contract.Mask;
import dev.eider.contract.Paginator;
import dev.eider.contract.Project;
import dev.eider.contract.Quality;
import dev.eider.contract.Retention;
import dev.eider.contract.Source;
import dev.eider.contract.SqlDimension;
import dev.eider.contract.Star;
import dev.eider.contract.StorageSettings;
import dev.eider.contract.TestLimits;
import dev.eider.zones.BatchId;
import dev.eider.zones.Body;
import dev.eider.zones.Books;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketLedger;
import dev.eider.zones.Buckets;
import dev.eider.zones.ChainId;
import dev.eider.zones.Context;
import dev.eider.zones.Gate;
import dev.eider.zones.Hashing;
import dev.eider.zones.Ledger;
import dev.eider.zones.Manifest;
import dev.eider.zones.Manifests;
import dev.eider.zones.Nonces;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.Progress;
import dev.eider.zones.Revision;
import dev.eider.zones.StoredFile;
import dev.eider.zones.ZoneLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Staged batches in a bucket and what is loaded from them, for tests. */
public final class World {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-05-01T06:00:00Z"), ZoneOffset.UTC);
    private static final String NO_BYTES = "0".repeat(64);

    private static Session writer;

    private final Path root;
    private final Bucket bucket;
    private final Ledger ledger;
    private final Nonces nonces;
    private final List<Contract> contracts = new ArrayList<>();
    private final List<SqlDimension> dimensions = new ArrayList<>();
    private final List<Mart> marts = new ArrayList<>();
    private final List<Audit> audits = new ArrayList<>();
    private Analytics analytics = Analytics.NONE;
    private Limits limits = Limits.defaults();
    private Path work;
    private int files;

    private World(Path root, Bucket bucket, long seed) {
        this.root = root;
        this.bucket = bucket;
        this.ledger = new BucketLedger(bucket, CLOCK);
        this.nonces = Nonces.seeded(seed);
        this.work = root.resolve("work");
    }

    /** Zones in a folder. */
    public static World in(Path root) {
        return new World(root, Buckets.folder(root.resolve("bucket")), 1);
    }

    /** Zones that are no files of this machine. */
    static World inMemory(Path root) {
        return new World(root, Buckets.memory(), 1);
    }

    /** The same zones seen from another machine, with a work folder of its own. */
    World elsewhere(String name) {
        World other = new World(root.resolve(name), bucket, name.hashCode());
        other.contracts.addAll(contracts);
        other.dimensions.addAll(dimensions);
        other.marts.addAll(marts);
        other.audits.addAll(audits);
        other.analytics = analytics;
        return other;
    }

    /** The same zones and work folder, through another bucket. */
    World through(Bucket other) {
        World world = new World(root, other, root.hashCode());
        world.contracts.addAll(contracts);
        return world;
    }

    public World with(Contract contract) {
        contracts.removeIf(c -> c.dataset().equals(contract.dataset()));
        contracts.add(contract);
        return this;
    }

    World with(SqlDimension dimension) {
        dimensions.add(dimension);
        return this;
    }

    public World with(Mart mart) {
        marts.removeIf(m -> m.name().equals(mart.name()));
        marts.add(mart);
        return this;
    }

    public World withoutMarts() {
        marts.clear();
        return this;
    }

    public World with(Audit audit) {
        audits.add(audit);
        return this;
    }

    public World with(Analytics made) {
        this.analytics = made;
        return this;
    }

    Path work() {
        return work;
    }

    public Bucket bucket() {
        return bucket;
    }

    Project project() {
        return new Project(
                "test",
                "dev",
                root,
                "./bucket",
                StorageSettings.DEFAULT,
                Retention.FOREVER,
                ZoneOffset.UTC,
                Optional.empty(),
                Map.of(),
                contracts,
                dimensions,
                marts,
                audits,
                new Project.WarehouseSettings(work, 3, "v1.4.0"),
                limits(),
                root.resolve("scratch"),
                Optional.empty());
    }

    private Limits limits() {
        return limits;
    }

    /** The same with less room for copies of objects. */
    World withScratch(long bytesMax) {
        limits = TestLimits.with(l -> l.scratchBytesMax = bytesMax);
        return this;
    }

    Context context() {
        try {
            Path scratch = Files.createDirectories(root.resolve("scratch"));
            return new Context(
                    bucket, ledger, CLOCK, limits(), scratch, nonces, Optional.empty(), Progress.NONE, "test");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<String> problems() throws EiderException {
        return EmptyStar.problems(project(), analytics);
    }

    public LoadReport load() throws EiderException {
        return new Loader(project(), context(), analytics).load();
    }

    LoadReport rebuild() throws EiderException {
        return new Loader(project(), context(), analytics).rebuild();
    }

    public Publication publish() throws EiderException {
        return new Publisher(project(), context()).publish();
    }

    Generations generations() {
        return new Generations(context());
    }

    /** A batch of one day, staged: rows as tuples of SQL in the order of the contract's columns, _place and _order. */
    public Manifest stage(Contract contract, String day, String revision, List<String> rows) {
        return stage(contract, day, revision, Gate.PASSED, rows);
    }

    Manifest stage(Contract contract, String day, String revision, Gate gate, List<String> rows) {
        return stageQuery(contract, day, revision, gate, select(contract, rows), rows.size());
    }

    private static String select(Contract contract, List<String> rows) {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        contract.columns().forEach(c -> {
            names.add(c.name());
            types.add(c.type().sql());
        });
        names.addAll(List.of("_place", "_order"));
        types.addAll(List.of("BIGINT", "BIGINT"));
        List<String> casts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            casts.add("CAST(" + Sql.name(names.get(i)) + " AS " + types.get(i) + ") AS " + Sql.name(names.get(i)));
        }
        String values = "FROM (VALUES " + String.join(", ", rows) + ") t(" + Sql.names(names) + ")";
        String select = "SELECT " + String.join(", ", casts) + " " + values;
        return rows.isEmpty() ? "" : select;
    }

    /** A range of offsets, staged so many times. */
    Manifest stageRange(Contract contract, BatchId range, int number, Gate gate, Instant start, List<String> rows) {
        Revision staged = Revision.raw(range, 1).staged(number);
        LocalDate date = LocalDate.ofInstant(start, contract.timezone());
        ChainId chain = ChainId.of(range).orElseThrow();
        long from = ChainId.from(range);
        OffsetRange offsets =
                new OffsetRange("topic", chain, from, from + 1, 0, 1, 0, OptionalInt.empty(), Optional.of(start));
        return commit(contract, staged, gate, select(contract, rows), rows.size(), date, start, start, offsets);
    }

    /** A batch whose clean rows are what a query gives. */
    Manifest stageQuery(Contract contract, String day, String revision, Gate gate, String select, long rows) {
        LocalDate date = LocalDate.parse(day);
        int dash = revision.indexOf('-');
        BatchId batch = new BatchId(contract.dataset(), day);
        Revision raw = Revision.raw(batch, Integer.parseInt(revision.substring(0, dash)));
        Revision staged = raw.staged(Integer.parseInt(revision.substring(dash + 1)));
        Instant start = date.atStartOfDay(contract.timezone()).toInstant();
        Instant end = date.plusDays(1).atStartOfDay(contract.timezone()).toInstant();
        return commit(contract, staged, gate, select, rows, date, start, end, null);
    }

    private Manifest commit(
            Contract contract,
            Revision staged,
            Gate gate,
            String select,
            long rows,
            LocalDate date,
            Instant start,
            Instant end,
            @Nullable OffsetRange range) {
        try {
            List<StoredFile> outputs = new ArrayList<>();
            if (!select.isEmpty()) {
                outputs.add(write(select, staged, date, rows));
            }
            Manifest manifest = new Manifest(
                    staged,
                    start,
                    end,
                    gate,
                    gate == Gate.HELD ? Optional.of("too many rejects") : Optional.empty(),
                    List.of(new Manifest.Input(staged.rawInput(), NO_BYTES)),
                    outputs,
                    new Books(rows, rows, 0, 0, 0, 0),
                    Map.of(),
                    0,
                    Optional.empty(),
                    contract.fingerprint(),
                    1,
                    Optional.empty(),
                    Instant.parse("2025-04-30T00:00:00Z"),
                    "test",
                    Optional.ofNullable(range));
            ledger.commit(manifest, CLOCK.instant());
            return manifest;
        } catch (EiderException | IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One for all tests of the process, since each start of DuckDB costs tens of milliseconds. */
    private static synchronized Session writer() throws SQLException {
        if (writer == null) {
            writer = Session.inMemory(Limits.defaults(), Path.of(System.getProperty("java.io.tmpdir")));
        }
        return writer;
    }

    private StoredFile write(String select, Revision revision, LocalDate date, long rows)
            throws SQLException, IOException, EiderException {
        Path file = Files.createDirectories(root.resolve("staged")).resolve(files++ + ".parquet");
        writer().run("COPY (" + select + ") TO " + Sql.text(file.toString()) + " (FORMAT parquet)");
        ObjectKey key = ZoneLayout.clean(revision, date, nonces.get(), 0);
        bucket.createIfAbsent(key, Body.of(file));
        return new StoredFile(StoredFile.Role.CLEAN, key, rows, Files.size(file), Hashing.sha256(file));
    }

    /** Commits raw alone, as a batch that is read anew but not staged yet. */
    void ingest(Contract contract, String day, int number) throws EiderException {
        LocalDate date = LocalDate.parse(day);
        ledger.commit(
                Manifests.raw(
                        Revision.raw(new BatchId(contract.dataset(), day), number),
                        date.atStartOfDay(contract.timezone()).toInstant(),
                        date.plusDays(1).atStartOfDay(contract.timezone()).toInstant(),
                        List.of(),
                        contract.fingerprint(),
                        Instant.parse("2025-04-30T00:00:00Z"),
                        Optional.empty()),
                CLOCK.instant());
    }

    /** Rows of a query on the working file, each as one text. */
    List<String> query(String sql) {
        return query(work.resolve("warehouse.work"), sql);
    }

    /** Rows of a query on what readers see. */
    public List<String> queryPublished(String sql) {
        return query(root.resolve("bucket/warehouse/current/warehouse.duckdb"), sql);
    }

    static List<String> query(Path file, String sql) {
        try (Session session = Session.reading(file, Limits.defaults(), file.getParent())) {
            return session.rows(sql).stream()
                    .map(row ->
                            String.join("|", row.stream().map(String::valueOf).toList()))
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The requirement's transactions. */
    public static Contract transactions() {
        FieldType text = FieldType.of(FieldType.Kind.STRING);
        return contract(
                "transaction",
                List.of("transaction_id"),
                Optional.of("timestamp"),
                Optional.of(new Star.Fact(
                        "transaction_fact",
                        Map.of(
                                "account_dimension",
                                new Star.Use(
                                        "account_number", Optional.of(List.of("account_type", "customer_region")))),
                        List.of("amount", "processing_duration"),
                        List.of("status", "source_system"))),
                Field.of("transaction_id", FieldType.of(FieldType.Kind.BIGINT)).require(),
                Field.of("account_number", text).masked(Mask.LAST4),
                Field.of("account_type", text),
                Field.of("customer_region", text),
                Field.of("amount", FieldType.decimal(18, 2)).require(),
                Field.of("processing_duration", FieldType.of(FieldType.Kind.DOUBLE)),
                Field.of("status", text),
                Field.of("source_system", text),
                Field.of("timestamp", FieldType.of(FieldType.Kind.TIMESTAMP)).require());
    }

    /** One clean row of {@link #transactions}. */
    public static String transaction(long id, String account, String region, String amount, String time, long order) {
        String token = account == null ? "NULL" : Sql.text("token-of-" + account);
        String shown = account == null ? "NULL" : Sql.text("****" + account.substring(account.length() - 4));
        return "(" + id + ", " + token + ", " + shown + ", 'CHECKING', " + Sql.text(region) + ", " + amount
                + ", 1.5, 'COMPLETED', 'core', TIMESTAMP " + Sql.text(time) + ", " + id + ", " + order + ")";
    }

    static Contract contract(
            String dataset, List<String> key, Optional<String> eventTime, Optional<Star> star, Field... fields) {
        return new Contract(
                new DatasetName(dataset),
                Optional.of("Test " + dataset + "."),
                1,
                new Fingerprint(NO_BYTES),
                ZoneId.of("UTC"),
                new Source.Api(
                        "api",
                        "/" + dataset,
                        Map.of(),
                        Map.of(),
                        FieldPath.of("data"),
                        new Paginator.SinglePage(),
                        Optional.empty(),
                        Optional.empty(),
                        Source.OnBadPage.FAIL),
                List.of(fields),
                key,
                eventTime,
                Optional.empty(),
                false,
                Quality.DEFAULT,
                star);
    }
}
