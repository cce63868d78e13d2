package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Project;
import dev.eider.zones.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The loader's database: the newest generation and the batches loaded since. A cache, so that whatever is wrong with
 * it, it is started again from that generation, and batches are loaded again. Not thread-safe.
 */
final class WorkFile implements AutoCloseable {
    private final WorkFolder folder;
    private final Session session;
    private final Optional<String> restarted;
    private final boolean overtaken;
    private WorkState state;

    private WorkFile(Opening opening, Session session, WorkState state) {
        this.folder = opening.folder;
        this.session = session;
        this.state = state;
        this.restarted = opening.restarted;
        this.overtaken = opening.overtaken;
    }

    /**
     * Opens the file or starts it again.
     *
     * @throws EiderException of code NOT_A_WAREHOUSE where another's DuckDB file is in its place
     */
    static WorkFile open(WorkFolder folder, Project project, Context context, StarModel model) throws EiderException {
        return new Opening(folder, project, context, model).open();
    }

    Session session() {
        return session;
    }

    WorkState state() {
        return state;
    }

    /** Writes the state, within the caller's transaction. */
    void write(WorkState next) throws SQLException {
        next.write(session);
        state = next;
    }

    WorkFolder folder() {
        return folder;
    }

    Optional<Path> keys() {
        return state.keys().isEmpty() ? Optional.empty() : Optional.of(folder.resolve(state.keys()));
    }

    /** Whether loads that nobody published were given up, since another loader published first. */
    boolean isOvertaken() {
        return overtaken;
    }

    /** Gives up what was loaded, so that opening it again starts with no row and the same surrogate keys. */
    void discard() throws IOException, EiderException {
        try {
            session.begin();
            write(new WorkState(state.base(), "", true, state.keys(), "", ""));
            session.commit();
        } catch (SQLException e) {
            throw Failures.of("discard the working file", e);
        }
    }

    /** Why it was started again. */
    Optional<String> restarted() {
        return restarted;
    }

    @Override
    public void close() throws EiderException {
        try {
            session.close();
        } catch (SQLException e) {
            throw Failures.of("close the working file", e);
        }
    }

    private static final class Opening {
        final WorkFolder folder;
        final Project project;
        final Context context;
        final StarModel model;
        final GenerationFiles generations;
        Optional<String> restarted = Optional.empty();
        boolean overtaken;

        Opening(WorkFolder folder, Project project, Context context, StarModel model) {
            this.folder = folder;
            this.project = project;
            this.context = context;
            this.model = model;
            this.generations = new GenerationFiles(context.bucket());
        }

        WorkFile open() throws EiderException {
            String newest = generations.pointer().map(p -> p.pointer().newest()).orElse("");
            @Nullable Session session = null;
            try {
                session = existing(newest);
                if (session == null && !newest.isEmpty()) {
                    session = copy(generations.open(newest));
                }
                if (session == null) {
                    session = create(newest, "");
                }
                WorkState state = WorkState.read(session).settled(newest);
                if (!state.model().equals(model.fingerprint())) {
                    session.close();
                    folder.deleteDatabase();
                    restarted = Optional.of("the star is made again from clean, with the same surrogate keys");
                    session = create(newest, state.keys());
                    state = WorkState.read(session);
                }
                if (!state.equals(WorkState.read(session))) {
                    session.begin();
                    state.write(session);
                    session.commit();
                }
                folder.deleteKeysBut(state.keys());
                return new WorkFile(this, session, state);
            } catch (SQLException | IOException | EiderException e) {
                close(session, e);
                throw translated(e);
            }
        }

        private static EiderException translated(Exception e) {
            if (e instanceof SQLException sql) {
                return Failures.of("open the working file", sql);
            }
            return e instanceof IOException io ? Failures.of("open the working file", io) : (EiderException) e;
        }

        private static void close(@Nullable Session session, Exception because) {
            try {
                if (session != null) {
                    session.close();
                }
            } catch (SQLException e) {
                because.addSuppressed(e);
            }
        }

        private Session connect() throws SQLException {
            return Session.writing(
                    folder.database(),
                    context.limits(),
                    context.scratch(),
                    project.warehouse().storageVersion());
        }

        /** The file that is there, if it is of use. */
        private @Nullable Session existing(String newest) throws SQLException, IOException, EiderException {
            if (!Files.exists(folder.database())) {
                // The log of a file that is gone must not be replayed into the one that takes its place.
                folder.deleteDatabase();
                return null;
            }
            @Nullable Session session = null;
            try {
                session = connect();
                if (!isOurs(session)) {
                    return null;
                }
                WorkState state = WorkState.read(session);
                boolean whole = state.keys().isEmpty() || Files.exists(folder.resolve(state.keys()));
                if (state.descendsFrom(newest) && whole) {
                    return session;
                }
                restarted = Optional.of(
                        whole
                                ? "another loader published: it starts from the newest generation"
                                : "its surrogate keys are missing: it starts from the newest generation");
                overtaken = whole && state.changed();
                session.close();
                folder.deleteDatabase();
                return null;
            } catch (SQLException e) {
                close(session, e);
                if (Failures.isLocked(e)) {
                    throw WorkFolder.busy(folder.path());
                }
                if (!Failures.isBrokenFile(e)) {
                    throw e;
                }
                folder.setDatabaseAside();
                restarted = Optional.of("the working file was unreadable: it starts from the newest generation");
                return null;
            }
        }

        /** Whether the open file is the loader's; one without any table is nobody's. */
        private boolean isOurs(Session session) throws SQLException, IOException, EiderException {
            long ours = session.number(
                    "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'eider' AND table_name = 'state'");
            if (ours > 0) {
                return true;
            }
            long theirs = session.number("SELECT count(*) FROM duckdb_tables() WHERE NOT internal");
            session.close();
            if (theirs > 0) {
                throw new EiderException(
                        ErrorCode.NOT_A_WAREHOUSE,
                        "Cannot use " + folder.database() + ": it is a DuckDB file that Eider has not made",
                        "Move it away, or set warehouse.work to another folder");
            }
            folder.deleteDatabase();
            return false;
        }

        private Session copy(Generation generation) throws SQLException, EiderException {
            String name = generation.name();
            Fetch.into(
                    context.bucket(),
                    GenerationFiles.key(name, GenerationFiles.DATABASE),
                    generation.sha256(),
                    folder.database());
            Session session = connect();
            String keys = WorkState.read(session).keys();
            if (!keys.isEmpty()) {
                Fetch.into(
                        context.bucket(),
                        GenerationFiles.key(name, GenerationFiles.KEYS),
                        generation.keysSha256(),
                        folder.resolve(keys));
            }
            if (restarted.isEmpty()) {
                restarted = Optional.of("there was no working file: it starts from generation " + generation.number());
            }
            return session;
        }

        private Session create(String base, String keys) throws SQLException {
            Session session = connect();
            session.begin();
            for (String statement : new Ddl(model).statements()) {
                session.run(statement);
            }
            new WorkState(base, "", false, keys, model.fingerprint(), "").write(session);
            session.commit();
            return session;
        }
    }
}
