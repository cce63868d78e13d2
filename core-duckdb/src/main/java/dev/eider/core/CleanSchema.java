package dev.eider.core;

import dev.eider.contract.Column;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Field;
import dev.eider.contract.FieldType;
import dev.eider.contract.Fingerprint;
import dev.eider.zones.Manifest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Clean files as one relation with the columns of today's contract. A column that batches of an older contract lack is
 * NULL there; what cannot be read so without altering or revealing a value is refused.
 */
final class CleanSchema {
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");

    private final Session session;
    private final Contract contract;

    CleanSchema(Session session, Contract contract) {
        this.session = session;
        this.contract = contract;
    }

    /** Files of one batch, their paths quoted. */
    record Staged(Manifest manifest, List<String> paths) {}

    /**
     * A table expression with the columns of the contract, the hidden ones, and {@code file_index}, which counts the
     * files in the order of the batches.
     *
     * @throws EiderException of code INVALID_CONFIGURATION where batches must be staged again
     */
    String relation(List<Staged> batches) throws SQLException, EiderException {
        Map<Fingerprint, List<String>> byContract = new LinkedHashMap<>();
        for (Staged batch : batches) {
            byContract
                    .computeIfAbsent(batch.manifest().contract(), f -> new ArrayList<>())
                    .addAll(batch.paths());
        }
        byContract.remove(contract.fingerprint());
        List<String> all = batches.stream().flatMap(b -> b.paths().stream()).toList();
        if (byContract.isEmpty()) {
            return "read_parquet([" + String.join(", ", all) + "], hive_partitioning = false)";
        }
        for (List<String> older : byContract.values()) {
            if (!older.isEmpty()) {
                check(columns(united(older)));
            }
        }
        Set<String> present = columns(united(all)).keySet();
        List<String> selected = new ArrayList<>();
        for (Column column : contract.columns()) {
            String value = present.contains(column.name()) ? Sql.name(column.name()) : "NULL";
            selected.add(value + "::" + column.type().sql() + " AS " + Sql.name(column.name()));
        }
        return "(SELECT " + String.join(", ", selected) + ", " + Column.PLACE + ", " + Column.ORDER
                + ", file_index FROM " + united(all) + ")";
    }

    private static String united(List<String> paths) {
        return "read_parquet([" + String.join(", ", paths) + "], hive_partitioning = false, union_by_name = true)";
    }

    private Map<String, String> columns(String relation) throws SQLException {
        Map<String, String> columns = new TreeMap<>();
        for (List<@Nullable String> column : session.rows("DESCRIBE FROM " + relation)) {
            columns.put(String.valueOf(column.get(0)), String.valueOf(column.get(1)));
        }
        return columns;
    }

    private void check(Map<String, String> before) throws EiderException {
        for (Field field : contract.fields()) {
            boolean wasMasked = before.containsKey("masked_" + field.name());
            String was = before.get(field.name());
            if (was == null && (field.required() || contract.primaryKey().contains(field.name()))) {
                throw refused(field, "was not there, and is required now");
            }
            if (was != null && field.isMasked() != wasMasked) {
                throw refused(field, wasMasked ? "was masked" : "was not masked");
            }
            String type = field.type().sql();
            if (was != null && !field.isMasked() && !was.equals(type) && !widens(was, type)) {
                throw refused(field, "was " + was + " and is " + type + " now");
            }
        }
    }

    /** Whether each value of the one type is the same value in the other. */
    private static boolean widens(String before, String now) {
        Matcher from = DECIMAL.matcher(before);
        Matcher to = DECIMAL.matcher(now);
        if (from.matches() && to.matches()) {
            return Integer.parseInt(to.group(2)) >= Integer.parseInt(from.group(2));
        }
        return before.equals(FieldType.Kind.INTEGER.name())
                && (now.equals(FieldType.Kind.BIGINT.name()) || to.matches());
    }

    private EiderException refused(Field field, String how) {
        return new EiderException(
                ErrorCode.INVALID_CONFIGURATION,
                "Cannot load " + contract.dataset() + ": when older batches were staged, " + field.name() + " " + how,
                "Stage them again under today's contract: eider stage --dataset " + contract.dataset()
                        + " --from FIRST --to LAST --again");
    }
}
