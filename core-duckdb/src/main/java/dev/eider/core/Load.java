package dev.eider.core;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.Mart;
import dev.eider.contract.Project;
import dev.eider.contract.SqlDimension;
import dev.eider.zones.BatchId;
import dev.eider.zones.Context;
import dev.eider.zones.Hashing;
import dev.eider.zones.Manifest;
import dev.eider.zones.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One load: a plan, then one transaction that carries it out. */
final class Load {
    private final Project project;
    private final Context context;
    private final StarModel model;
    private final WorkFile work;
    private final Session session;
    private final Steps steps;
    private List<LoadReport.Warning> warnings = List.of();

    Load(Project project, Context context, StarModel model, WorkFile work) {
        this.project = project;
        this.context = context;
        this.model = model;
        this.work = work;
        this.session = work.session();
        this.steps = new Steps(context.clock());
    }

    LoadReport run(Analytics analytics) throws EiderException {
        try {
            Map<BatchId, LoadPlan.Held> loaded = loaded();
            LoadPlan plan = LoadPlan.of(model.datasets(), context.ledger(), loaded);
            steps.done("plan");
            if (!plan.isEmpty() || isSqlChanged(loaded)) {
                for (LoadPlan portion : portions(plan)) {
                    transact(portion, analytics);
                }
            }
            return report(plan);
        } catch (SQLException e) {
            throw Failures.of("load", e);
        } catch (IOException e) {
            throw Failures.of("load", e);
        }
    }

    /** What is copied to scratch at once has a bound: beyond it, one load is several transactions, one after the other. */
    private List<LoadPlan> portions(LoadPlan plan) {
        boolean isHere = plan.incoming().stream()
                .flatMap(batch -> batch.manifest().outputs(StoredFile.Role.CLEAN).stream())
                .allMatch(file -> context.bucket().localPath(file.key()).isPresent());
        return isHere ? List.of(plan) : plan.portions(context.limits().scratchBytesMax());
    }

    /** What {@link #run} would do. */
    Loader.Pending pending() throws EiderException {
        try {
            Map<BatchId, LoadPlan.Held> loaded = loaded();
            LoadPlan plan = LoadPlan.of(model.datasets(), context.ledger(), loaded);
            return new Loader.Pending(
                    plan.incoming().size(), isSqlChanged(loaded), work.state().changed());
        } catch (SQLException e) {
            throw Failures.of("plan a load", e);
        }
    }

    /** Whether marts or audits are other than those that the star was loaded with. */
    private boolean isSqlChanged(Map<BatchId, LoadPlan.Held> loaded) {
        return !work.state().analytics().equals(fingerprint()) && !loaded.isEmpty();
    }

    private Map<BatchId, LoadPlan.Held> loaded() throws SQLException {
        Map<BatchId, LoadPlan.Held> loaded = new TreeMap<>();
        for (List<@Nullable String> row : session.rows("SELECT dataset, slice, batch, revision FROM eider.ledger")) {
            BatchId batch = new BatchId(new DatasetName(String.valueOf(row.get(0))), String.valueOf(row.get(1)));
            int number = Integer.parseInt(String.valueOf(row.get(2)));
            loaded.put(batch, new LoadPlan.Held(number, String.valueOf(row.get(3))));
        }
        return loaded;
    }

    private void transact(LoadPlan plan, Analytics analytics) throws EiderException, SQLException, IOException {
        try (CleanFiles files = new CleanFiles(context)) {
            session.begin();
            String keysFile;
            try {
                keysFile = change(plan, analytics, files);
            } catch (SQLException e) {
                session.rollback(e);
                // A broken object is the likelier cause, and then says which.
                files.verify();
                Optional<EiderException> missing = Audits.missingValue(e, plan);
                if (missing.isPresent()) {
                    throw missing.get();
                }
                throw e;
            } catch (EiderException e) {
                session.rollback(e);
                throw e;
            } catch (RuntimeException e) {
                session.rollback(e);
                throw e;
            }
            session.commit(context.progress());
            work.folder().deleteKeysBut(keysFile);
            steps.done("commit");
        }
    }

    private String change(LoadPlan plan, Analytics analytics, CleanFiles files) throws SQLException, EiderException {
        writeLedger(plan);
        CleanViews views = new CleanViews(session, files);
        Set<DatasetName> datasets = new LinkedHashSet<>();
        plan.incoming().forEach(i -> datasets.add(i.dataset()));
        for (DatasetName dataset : datasets) {
            views.open(project.dataset(dataset).orElseThrow(), plan.of(dataset));
        }
        KeyMap keys = KeyMap.open(session, work.keys());
        refreshDimensions(plan, datasets, views, keys);
        steps.done("dimensions");
        for (FactTable fact : model.facts()) {
            if (datasets.contains(fact.contract().dataset())) {
                openFactKeys(fact, views, keys);
                new Restatement(session, fact, plan.of(fact.contract().dataset()), views).run();
            }
        }
        refreshCalendar();
        steps.done("facts");
        analytics.refresh(session.connection(), project);
        recordMarts();
        steps.done("marts");
        Audits audits = new Audits(session, model, plan);
        audits.checkStar();
        warnings = audits.checkProject(project);
        files.verify();
        steps.done("audits");
        String keysFile = writeKeys(keys);
        work.write(work.state().loaded(keysFile, fingerprint()));
        return keysFile;
    }

    private void writeLedger(LoadPlan plan) throws SQLException {
        if (plan.isEmpty()) {
            return;
        }
        LocalDateTime now = timestamp(context.clock().instant());
        List<List<Object>> rows = new ArrayList<>();
        for (LoadPlan.Incoming batch : plan.incoming()) {
            Manifest manifest = batch.manifest();
            Contract contract = project.dataset(batch.dataset()).orElseThrow();
            String day = manifest.sliceStart()
                    .atZone(contract.timezone())
                    .toLocalDate()
                    .format(DateTimeFormatter.BASIC_ISO_DATE);
            rows.add(List.of(
                    batch.number(),
                    batch.dataset().value(),
                    batch.slice(),
                    manifest.revision().label(),
                    batch.manifestSha256(),
                    manifest.books().clean(),
                    Integer.parseInt(day),
                    timestamp(manifest.committedAt()),
                    now));
        }
        List<Integer> replaced = Restatement.replaced(plan.incoming());
        if (!replaced.isEmpty()) {
            session.run("DELETE FROM eider.ledger WHERE batch IN (" + Restatement.list(replaced) + ")");
        }
        session.append("eider", "ledger", rows);
    }

    private static LocalDateTime timestamp(Instant instant) {
        return LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    private void refreshDimensions(LoadPlan plan, Set<DatasetName> datasets, CleanViews views, KeyMap keys)
            throws SQLException, EiderException {
        Observations observations = new Observations(session, views, plan);
        for (DimensionTable dimension : model.dimensions()) {
            SqlDimension sql = model.sql().get(dimension.table());
            if (sql != null && StarModel.reads(sql).stream().anyMatch(datasets::contains)) {
                Map<BatchId, String> current = new TreeMap<>();
                loaded().forEach((batch, held) -> current.put(batch, held.label()));
                views.openCurrent(project, sql, context.ledger(), current);
                observations.refreshBySql(dimension, sql, keys);
                views.dropCurrent();
            }
            List<StarModel.Feed> feeds = model.feeds().stream()
                    .filter(f -> f.dimension().equals(dimension))
                    .filter(f -> datasets.contains(f.contract().dataset()))
                    .toList();
            if (!feeds.isEmpty()) {
                observations.refresh(dimension, feeds, keys);
            }
        }
    }

    /** Masked key fields that no dimension has get surrogates of their own. */
    private void openFactKeys(FactTable fact, CleanViews views, KeyMap keys) throws SQLException {
        DatasetName dataset = fact.contract().dataset();
        for (FactTable.Lookup lookup : fact.lookups()) {
            if (!lookup.isDimension() && views.hasRows(dataset)) {
                keys.assign(
                        lookup.kind(),
                        "SELECT DISTINCT " + Sql.name(lookup.cleanColumn()) + " AS natural_key, _batch AS batch FROM "
                                + CleanViews.rows(dataset));
                keys.open(lookup.kind(), lookup.keyType());
            }
        }
    }

    private void refreshCalendar() throws SQLException {
        if (model.facts().isEmpty()) {
            return;
        }
        List<String> bounds = new ArrayList<>();
        model.facts().forEach(f -> bounds.add("SELECT min(time_id) AS a, max(time_id) AS b FROM " + f.name()));
        String all = " FROM (" + String.join(" UNION ALL ", bounds) + ")";
        long first = session.number("SELECT min(a)" + all);
        long last = session.number("SELECT max(b)" + all);
        String table = Sql.name(TimeDimension.TABLE);
        boolean same = session.number("SELECT min(time_id) FROM " + table) == first
                && session.number("SELECT max(time_id) FROM " + table) == last;
        if (same) {
            return;
        }
        session.run("DELETE FROM " + table);
        if (first > 0) {
            session.run("INSERT INTO " + table + " " + TimeDimension.select(first, last));
        }
    }

    /** Keys of the tables, so that two generations can be compared row by row without their project. */
    private void recordMarts() throws SQLException {
        session.run("DELETE FROM eider.tables WHERE is_mart");
        for (Mart mart : project.marts()) {
            session.run("INSERT INTO eider.tables VALUES (" + Sql.text(mart.name()) + ", ["
                    + Sql.join(mart.grain(), Sql::text) + "], true)");
        }
    }

    private String writeKeys(KeyMap keys) throws SQLException, EiderException {
        if (!keys.hasNew() && !work.state().keys().isEmpty()) {
            return work.state().keys();
        }
        String name = work.folder().newKeysName(context.nonces().get());
        Path file = work.folder().resolve(name);
        keys.write(file);
        return name;
    }

    private String fingerprint() {
        String text = project.marts() + "\n" + project.audits();
        return Hashing.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private LoadReport report(LoadPlan plan) throws SQLException {
        List<LoadReport.Loaded> loaded = new ArrayList<>();
        for (LoadPlan.Incoming batch : plan.incoming()) {
            loaded.add(new LoadReport.Loaded(
                    batch.manifest().revision(), batch.manifest().books().clean(), batch.replaces()));
        }
        Map<String, Long> rows = Tables.rows(session);
        Optional<String> restarted = work.restarted();
        return new LoadReport(loaded, plan.held(), plan.stale(), warnings, rows, restarted, steps.all());
    }
}
