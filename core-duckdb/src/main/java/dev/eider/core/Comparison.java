package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.core.GenerationDiff.TableDiff;
import dev.eider.core.GenerationDiff.Total;
import dev.eider.zones.Context;
import dev.eider.zones.ObjectKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares two generations row by row, both opened read only. */
final class Comparison {
    private final Context context;

    Comparison(Context context) {
        this.context = context;
    }

    GenerationDiff diff(Generation from, Generation to) throws EiderException {
        List<Path> copies = new ArrayList<>();
        try (Session session = Session.inMemory(context.limits(), context.scratch())) {
            Path newer = attach(session, to, "new", copies, Optional.empty());
            attach(session, from, "old", copies, Optional.of(new Here(to, newer)));
            TreeSet<String> tables = new TreeSet<>(columns(session, "old").keySet());
            tables.addAll(columns(session, "new").keySet());
            List<TableDiff> diffs = new ArrayList<>();
            for (String table : tables) {
                diffs.add(diff(session, table));
            }
            return new GenerationDiff(from, to, diffs);
        } catch (SQLException e) {
            throw Failures.of("compare generations", e);
        } finally {
            for (Path copy : copies) {
                copy.toFile().delete();
            }
        }
    }

    /** A generation whose file is on this machine. */
    private record Here(Generation generation, Path file) {}

    /** Attaches the generation's file, which is copied where the bucket is elsewhere: what another has is not fetched. */
    private Path attach(Session session, Generation generation, String alias, List<Path> copies, Optional<Here> other)
            throws EiderException, SQLException {
        ObjectKey key = GenerationFiles.key(generation.name(), GenerationFiles.DATABASE);
        Optional<Path> local = context.bucket().localPath(key);
        Path file = local.orElse(context.scratch().resolve("compare-" + alias + ".duckdb"));
        try {
            if (local.isEmpty()) {
                copies.add(file);
                PartFetch fetch = new PartFetch(context.bucket(), generation, file);
                other.ifPresent(here -> fetch.reuse(here.generation(), here.file()));
                fetch.run();
            } else if (!Files.exists(file)) {
                throw new IOException(key + " is missing");
            }
        } catch (IOException e) {
            throw Failures.of("compare generations", e);
        }
        session.run("ATTACH " + Sql.text(file.toString()) + " AS " + Sql.name(alias) + " (READ_ONLY)");
        return file;
    }

    /** Types by column by table of the main schema. */
    private static Map<String, Map<String, String>> columns(Session session, String alias) throws SQLException {
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        String query = """
                SELECT c.table_name, c.column_name, c.data_type
                FROM duckdb_columns() c JOIN duckdb_tables() t USING (database_name, schema_name, table_name)
                WHERE database_name = %s AND schema_name = 'main' ORDER BY c.table_name, c.column_index
                """;
        for (List<@Nullable String> row : session.rows(query.formatted(Sql.text(alias)))) {
            tables.computeIfAbsent(String.valueOf(row.get(0)), t -> new LinkedHashMap<>())
                    .put(String.valueOf(row.get(1)), String.valueOf(row.get(2)));
        }
        return tables;
    }

    private static TableDiff diff(Session session, String table) throws SQLException {
        Map<String, String> before = columns(session, "old").getOrDefault(table, Map.of());
        Map<String, String> after = columns(session, "new").getOrDefault(table, Map.of());
        if (before.isEmpty() || after.isEmpty()) {
            String side = before.isEmpty() ? "new" : "old";
            long rows = session.number("SELECT count(*) FROM " + name(side, table));
            return new TableDiff(table, before.isEmpty() ? rows : 0, before.isEmpty() ? 0 : rows, 0, Map.of());
        }
        List<String> common =
                before.keySet().stream().filter(after::containsKey).toList();
        String columns = Sql.names(common);
        String left = "SELECT " + columns + " FROM " + name("old", table);
        String right = "SELECT " + columns + " FROM " + name("new", table);
        session.run("CREATE OR REPLACE TEMP TABLE _gone AS " + left + " EXCEPT ALL " + right);
        session.run("CREATE OR REPLACE TEMP TABLE _come AS " + right + " EXCEPT ALL " + left);
        long gone = session.number("SELECT count(*) FROM _gone");
        long come = session.number("SELECT count(*) FROM _come");
        List<String> key = key(session, table);
        long changed = key.isEmpty() || !common.containsAll(key)
                ? 0
                : session.number("SELECT count(*) FROM _come SEMI JOIN _gone USING (" + Sql.names(key) + ")");
        Map<String, Total> totals = new LinkedHashMap<>();
        if (gone + come > 0) {
            for (String column : common) {
                total(session, table, column, after.getOrDefault(column, ""), key)
                        .ifPresent(t -> totals.put(column, t));
            }
        }
        return new TableDiff(table, come - changed, gone - changed, changed, totals);
    }

    private static Optional<Total> total(Session session, String table, String column, String type, List<String> key)
            throws SQLException {
        boolean measure = type.startsWith("DECIMAL") || type.equals("DOUBLE") || type.equals("HUGEINT");
        if (!measure || key.contains(column)) {
            return Optional.empty();
        }
        String sum = (type.equals("DOUBLE") ? "fsum(" : "sum(") + Sql.name(column) + ")";
        Optional<BigDecimal> before = sum(session, sum, name("old", table));
        Optional<BigDecimal> after = sum(session, sum, name("new", table));
        Total total = new Total(before.orElse(BigDecimal.ZERO), after.orElse(BigDecimal.ZERO));
        return total.before().compareTo(total.after()) == 0 ? Optional.empty() : Optional.of(total);
    }

    private static Optional<BigDecimal> sum(Session session, String sum, String table) throws SQLException {
        return session.text("SELECT CASE WHEN isfinite(x::DOUBLE) THEN x END FROM (SELECT " + sum + " AS x FROM "
                        + table + ")")
                .map(BigDecimal::new);
    }

    private static List<String> key(Session session, String table) throws SQLException {
        List<String> key = new ArrayList<>();
        for (List<@Nullable String> row :
                session.rows("SELECT unnest(key) FROM \"new\".eider.tables WHERE name = " + Sql.text(table))) {
            key.add(String.valueOf(row.get(0)));
        }
        return key;
    }

    private static String name(String alias, String table) {
        return Sql.name(alias) + ".main." + Sql.name(table);
    }
}
