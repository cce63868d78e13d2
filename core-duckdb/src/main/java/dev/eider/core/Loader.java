package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.Project;
import dev.eider.zones.Context;
import java.io.IOException;

/**
 * The one writer of the star: brings it up to the current staged revisions of the zones, in one transaction. Loading
 * again does nothing; a loader killed anywhere is simply run again. One at a time on a machine; not thread-safe.
 */
public final class Loader {
    private final Project project;
    private final Context context;
    private final Analytics analytics;

    public Loader(Project project, Context context, Analytics analytics) {
        this.project = project;
        this.context = context;
        this.analytics = analytics;
    }

    /**
     * Loads what the star lacks. Nothing is published.
     *
     * @throws EiderException of code AUDIT_FAILED where the result does not hold (the star stays as it was),
     *     LOADER_BUSY, NOT_A_WAREHOUSE, CORRUPT_OBJECT, or INVALID_CONFIGURATION for SQL that does not run
     */
    public LoadReport load() throws EiderException {
        StarModel model = StarModel.of(project, SqlDimensions.outputs(project));
        try (WorkFolder folder = WorkFolder.hold(project);
                WorkFile work = WorkFile.open(folder, project, context, model)) {
            new GenerationFiles(context.bucket()).mend();
            return new Load(project, context, model, work).run(analytics);
        }
    }

    /**
     * What there is to do.
     *
     * @param batches whose rows the star lacks
     */
    public record Pending(int batches, boolean isSqlChanged, boolean isUnpublished) {
        /** Whether {@link #load} would change the star. */
        public boolean isLoadDue() {
            return batches > 0 || isSqlChanged;
        }
    }

    /** Looks what a load and a publication would do; changes nothing that anybody sees. */
    public Pending pending() throws EiderException {
        StarModel model = StarModel.of(project, SqlDimensions.outputs(project));
        try (WorkFolder folder = WorkFolder.hold(project);
                WorkFile work = WorkFile.open(folder, project, context, model)) {
            return new Load(project, context, model, work).pending();
        }
    }

    /** Makes the star again from clean and the surrogate keys, which stay as they are. */
    public LoadReport rebuild() throws EiderException {
        StarModel model = StarModel.of(project, SqlDimensions.outputs(project));
        try (WorkFolder folder = WorkFolder.hold(project)) {
            try (WorkFile work = WorkFile.open(folder, project, context, model)) {
                work.discard();
            } catch (IOException e) {
                throw Failures.of("discard the working file", e);
            }
            try (WorkFile work = WorkFile.open(folder, project, context, model)) {
                return new Load(project, context, model, work).run(analytics);
            }
        }
    }
}
