package dev.eider.core;

import dev.eider.contract.Audit;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Mart;
import dev.eider.contract.Project;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks of the whole, by name, within the loader's transaction: what they find undoes it. */
final class Audits {
    /** Batches that a message names; the rest are counted. */
    private static final int NAMED_MAX = 5;

    private static final Pattern NOT_NULL = Pattern.compile("NOT NULL constraint failed: (\\w+)\\.(\\w+)");

    private final Session session;
    private final StarModel model;
    private final LoadPlan plan;

    Audits(Session session, StarModel model, LoadPlan plan) {
        this.session = session;
        this.model = model;
        this.plan = plan;
    }

    /** @throws EiderException of code AUDIT_FAILED for the first that finds something */
    void checkStar() throws SQLException, EiderException {
        for (FactTable fact : model.facts()) {
            checkBooks(fact);
            checkKey(fact);
            checkMembers(fact);
        }
        for (DimensionTable dimension : model.dimensions()) {
            String table = Sql.name(dimension.table());
            String id = Sql.name(dimension.idColumn());
            long repeated = session.number("SELECT count(*) - count(DISTINCT " + id + ") FROM " + table);
            require(
                    repeated == 0,
                    dimension.table() + "_key_unique",
                    repeated + " surrogate keys stand more than once");
        }
    }

    /** Every clean row of every batch is in the fact, or beside it because a later one has its key. */
    private void checkBooks(FactTable fact) throws SQLException, EiderException {
        String dataset = fact.contract().dataset().value();
        long stated = session.number("SELECT sum(rows) FROM eider.ledger WHERE dataset = " + Sql.text(dataset));
        long current = session.number("SELECT count(*) FROM " + fact.name());
        long outdated = fact.isKeyed() ? session.number("SELECT count(*) FROM " + fact.outdated()) : 0;
        require(
                current + outdated == stated,
                fact.table() + "_books",
                current + " rows and " + outdated + " outdated ones are not the " + stated
                        + " clean rows of the manifests");
        if (fact.isKeyed()) {
            long traced = session.number("SELECT count(*) FROM " + fact.lineage());
            require(
                    traced == current,
                    fact.table() + "_lineage",
                    traced + " rows have an origin, " + current + " are there");
        }
    }

    private void checkKey(FactTable fact) throws SQLException, EiderException {
        String keys = Sql.names(fact.key());
        String rows;
        if (!fact.isKeyed()) {
            List<String> slices = plan.of(fact.contract().dataset()).stream()
                    .map(i -> Sql.text(i.slice()))
                    .toList();
            if (slices.isEmpty()) {
                return;
            }
            rows = fact.name() + " WHERE " + Sql.name(FactTable.RECORD_BATCH) + " IN (" + String.join(", ", slices)
                    + ")";
        } else if (session.number("SELECT count(*) FROM duckdb_tables() WHERE temporary AND table_name = "
                        + Sql.text("_touched_" + fact.table()))
                == 0) {
            // Appended rows were proven unique and new before they came in.
            return;
        } else {
            rows = fact.name() + " SEMI JOIN " + Restatement.touched(fact) + " USING (" + keys + ")";
        }
        long repeated = session.number(
                "SELECT count(*) FROM (SELECT " + keys + " FROM " + rows + " GROUP BY ALL HAVING count(*) > 1)");
        require(repeated == 0, fact.table() + "_key_unique", repeated + " keys stand more than once");
    }

    private void checkMembers(FactTable fact) throws SQLException, EiderException {
        for (FactTable.Lookup lookup : fact.lookups()) {
            if (lookup.isDimension()) {
                checkMembers(fact, lookup.kind(), lookup.idColumn());
            }
        }
        checkMembers(fact, TimeDimension.TABLE, TimeDimension.ID);
    }

    private void checkMembers(FactTable fact, String dimension, String id) throws SQLException, EiderException {
        String column = Sql.name(id);
        long missing = session.number("SELECT count(*) FROM " + fact.name() + " WHERE " + column + " IS NULL")
                + session.number("SELECT count(*) FROM " + fact.name() + " f ANTI JOIN " + Sql.name(dimension)
                        + " d USING (" + column + ") WHERE f." + column + " IS NOT NULL");
        require(missing == 0, fact.table() + "_" + id + "_exists", missing + " rows refer to no row of " + dimension);
    }

    /** Grains of the marts, and the project's own audits; gives the warnings. */
    List<LoadReport.Warning> checkProject(Project project) throws SQLException, EiderException {
        for (Mart mart : project.marts()) {
            if (!mart.grain().isEmpty()) {
                long repeated = session.number("SELECT count(*) FROM (SELECT " + Sql.names(mart.grain()) + " FROM "
                        + Sql.name(mart.name()) + " GROUP BY ALL HAVING count(*) > 1)");
                require(
                        repeated == 0,
                        mart.name() + "_grain_unique",
                        repeated + " values of (" + String.join(", ", mart.grain()) + ") stand more than once");
            }
        }
        List<LoadReport.Warning> warnings = new ArrayList<>();
        for (Audit audit : project.audits()) {
            long found = count(audit);
            if (found > 0 && audit.severity() == Audit.Severity.ERROR) {
                throw failed(audit.name(), found + " rows: " + audit.description(), plan);
            }
            if (found > 0) {
                warnings.add(new LoadReport.Warning(audit.name(), audit.description(), found));
            }
        }
        return warnings;
    }

    private long count(Audit audit) throws EiderException {
        try {
            return session.number("SELECT count(*) FROM (" + audit.sql() + "\n)");
        } catch (SQLException e) {
            throw Failures.ofUser("audit " + audit.name(), e);
        }
    }

    private void require(boolean holds, String audit, String found) throws EiderException {
        if (!holds) {
            throw failed(audit, found, plan);
        }
    }

    /** The failed load of a statement that put no value where one is required; DuckDB names the column only. */
    static Optional<EiderException> missingValue(SQLException e, LoadPlan plan) {
        Matcher matcher = NOT_NULL.matcher(String.valueOf(e.getMessage()));
        return matcher.find()
                ? Optional.of(
                        failed(matcher.group(1) + "_not_null", "a row without a value of " + matcher.group(2), plan))
                : Optional.empty();
    }

    static EiderException failed(String audit, String found, LoadPlan plan) {
        List<String> batches = plan.incoming().stream()
                .map(i -> i.manifest().revision().batch().toString())
                .toList();
        String named = batches.stream().limit(NAMED_MAX).collect(Collectors.joining(", "));
        Optional<String> more = batches.size() > NAMED_MAX
                ? Optional.of(" and " + (batches.size() - NAMED_MAX) + " more")
                : Optional.empty();
        return new EiderException(
                ErrorCode.AUDIT_FAILED,
                "Cannot load " + (batches.isEmpty() ? "the marts" : named + more.orElse("")) + ": audit " + audit
                        + " found " + found,
                "The warehouse is as it was: correct the batch or the audit, and load again");
    }
}
