package dev.eider.contract;

import java.util.List;
import java.util.Map;

/**
 * A table or view for analysts: one SELECT over the star.
 *
 * @param grain output columns that are unique together; audited
 * @param columns comments by output column
 */
public record Mart(
        String name,
        Materialized materialized,
        List<String> grain,
        String description,
        Map<String, String> columns,
        String sql) {
    /** How a mart is kept. An incremental mart gives what a full refresh would. */
    public enum Materialized {
        VIEW,
        TABLE,
        INCREMENTAL
    }

    public Mart {
        grain = List.copyOf(grain);
        columns = Ordered.copyOf(columns);
    }
}
