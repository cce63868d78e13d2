package dev.eider.cli;

import dev.eider.analytics.Marts;
import dev.eider.core.Generation;
import dev.eider.core.Generations;
import dev.eider.core.Loader;
import dev.eider.core.Publisher;
import dev.eider.zones.ObjectKey;

/** The parts that work on the star, wired. */
final class Warehouse {
    private Warehouse() {}

    static Loader loader(Session session) {
        return new Loader(session.project(), session.context(), new Marts());
    }

    static Publisher publisher(Session session) {
        return new Publisher(session.project(), session.context());
    }

    static Generations generations(Session session) {
        return new Generations(session.context());
    }

    /** The object of a generation's DuckDB file. */
    static ObjectKey file(Generation generation) {
        return new ObjectKey("warehouse/generations/" + generation.name() + "/warehouse.duckdb");
    }
}
