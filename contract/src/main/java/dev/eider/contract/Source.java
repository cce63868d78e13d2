package dev.eider.contract;

import java.util.Map;
import java.util.Optional;

/** Where a dataset's records come from. */
public sealed interface Source {
    /** Entry of the project's connections. */
    String connection();

    /** Intervals of the source; empty: each run takes a full snapshot of the day. */
    Optional<Incremental> incremental();

    /** What to do with a response that is no page of records. */
    enum OnBadPage {
        FAIL,
        SKIP
    }

    /**
     * A REST API.
     *
     * @param path below the connection's base URL; may hold {@code {interval.start:%Y-%m-%d}}
     * @param params query parameters, filled like the path
     * @param dataSelector where the records stand in a body
     * @param totalPath where the API states how many there are
     */
    record Api(
            String connection,
            String path,
            Map<String, String> params,
            Map<String, String> headers,
            FieldPath dataSelector,
            Paginator paginator,
            Optional<FieldPath> totalPath,
            Optional<Incremental> incremental,
            OnBadPage onBadPage)
            implements Source {
        public Api {
            params = Ordered.copyOf(params);
            headers = Ordered.copyOf(headers);
        }
    }
}
