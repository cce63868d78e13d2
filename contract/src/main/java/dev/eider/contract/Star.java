package dev.eider.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a dataset becomes in the star schema. */
public sealed interface Star {
    /** The dimension of dates; every fact refers to it by its event time. */
    String TIME_DIMENSION = "time_dimension";

    /** Column of every fact: when its batch was committed to clean. */
    String LOAD_TIMESTAMP = "load_timestamp";

    /** Table that the dataset feeds. */
    String table();

    /** Surrogate key of a dimension: {@code account_id} for {@code account_dimension}. */
    static String keyColumn(String dimension) {
        String suffix = "_dimension";
        String subject =
                dimension.endsWith(suffix) ? dimension.substring(0, dimension.length() - suffix.length()) : dimension;
        return subject + "_id";
    }

    /**
     * A fact: one row a record.
     *
     * @param dimensions by dimension table, in the contract's order; the time dimension comes from the event time
     * @param measures fields that are added up
     * @param attributes further fields of the fact
     */
    record Fact(String table, Map<String, Use> dimensions, List<String> measures, List<String> attributes)
            implements Star {
        public Fact {
            dimensions = Ordered.copyOf(dimensions);
            measures = List.copyOf(measures);
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * A dimension fed by a dataset of its own, a row a key; the latest record wins.
     *
     * @param naturalKey the field that facts refer to
     */
    record Dimension(String table, String naturalKey, List<String> attributes) implements Star {
        public Dimension {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * A fact's use of a dimension.
     *
     * @param field the fact's field that holds the natural key
     * @param attributes present where the fact declares (feeds) the dimension from its own fields; empty where the
     *     dimension is declared elsewhere
     */
    record Use(String field, Optional<List<String>> attributes) {
        public boolean declares() {
            return attributes.isPresent();
        }
    }
}
