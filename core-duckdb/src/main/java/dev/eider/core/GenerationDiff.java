package dev.eider.core;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What differs between two generations, table by table; a table without a difference is there with zeros. */
public record GenerationDiff(Generation from, Generation to, List<TableDiff> tables) {
    public GenerationDiff {
        tables = List.copyOf(tables);
    }

    /** Whether readers would see no difference at all. */
    public boolean isEmpty() {
        return tables.stream().allMatch(TableDiff::isEmpty);
    }

    /**
     * Differences of one table. Rows of one key on both sides that are not equal are changed; a table whose key is not
     * known counts them as removed and added.
     *
     * @param totals by numeric measure whose sum differs: before and after
     */
    public record TableDiff(String table, long added, long removed, long changed, Map<String, Total> totals) {
        public TableDiff {
            totals = Collections.unmodifiableMap(new LinkedHashMap<>(totals));
        }

        public boolean isEmpty() {
            return added == 0 && removed == 0 && changed == 0;
        }
    }

    /** Sums of a measure on both sides. */
    public record Total(BigDecimal before, BigDecimal after) {}
}
