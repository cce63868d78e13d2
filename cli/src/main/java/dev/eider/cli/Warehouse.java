package dev.eider.cli;

import dev.eider.analytics.Marts;
import dev.eider.contract.EiderException;
import dev.eider.contract.Project;
import dev.eider.core.Generation;
import dev.eider.core.Generations;
import dev.eider.core.Loader;
import dev.eider.core.Mirror;
import dev.eider.core.Publisher;
import dev.eider.zones.Bucket;
import dev.eider.zones.ObjectKey;
import java.nio.file.Path;
import java.util.Optional;

/** The parts that work on the star, wired. */
final class Warehouse {
    /** Generations that stay in a mirror: one may be open when the next comes. */
    static final int MIRRORED = 2;

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

    /** The folder in which readers of this machine find what a bucket elsewhere publishes. */
    static Path mirror(Project project) {
        return project.root().resolve("published");
    }

    /** The published file on this machine, pulled where the bucket is elsewhere; empty where nothing was published. */
    static Optional<Path> published(Session session) throws EiderException {
        Bucket bucket = session.context().bucket();
        Optional<Generation> current = generations(session).current();
        if (current.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> local = bucket.localPath(file(current.get()));
        if (local.isPresent()) {
            return local;
        }
        Path folder = mirror(session.project());
        try (Mirror mirror = Mirror.open(bucket, folder)) {
            mirror.pull(MIRRORED);
        }
        return Optional.of(folder.resolve("current/warehouse.duckdb"));
    }

    /** The object of a generation's DuckDB file. */
    static ObjectKey file(Generation generation) {
        return new ObjectKey("warehouse/generations/" + generation.name() + "/warehouse.duckdb");
    }
}
