package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.Project;
import dev.eider.zones.Context;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Publishes what is loaded as a new immutable generation: copied, audited, and only then pointed at. Readers that have
 * an older one open keep it. Killed anywhere, it is simply run again. Not thread-safe.
 */
public final class Publisher {
    private final Project project;
    private final Context context;
    private final GenerationFiles files;

    public Publisher(Project project, Context context) {
        this.project = project;
        this.context = context;
        this.files = new GenerationFiles(context.bucket());
    }

    /**
     * Publishes what changed since the newest generation, if anything did, and deletes generations beyond those that
     * the project keeps.
     *
     * @throws EiderException of code AUDIT_FAILED where the copy does not hold; the pointer stays
     */
    public Publication publish() throws EiderException {
        try (WorkFolder folder = WorkFolder.hold(project)) {
            Optional<GenerationFiles.Pointed> pointed = files.pointer();
            if (pointed.isPresent() && pointed.get().pointer().pinned()) {
                files.mend();
                return new Publication.Held(
                        Pointer.number(pointed.get().pointer().current()));
            }
            Publication publication = publish(folder, pointed);
            files.mend();
            if (publication instanceof Publication.Moved) {
                new Generations(context).prune(project.warehouse().keep());
            }
            return publication;
        }
    }

    private Publication publish(WorkFolder folder, Optional<GenerationFiles.Pointed> pointed) throws EiderException {
        if (pointed.isPresent() && !Files.exists(folder.database())) {
            return upToDate(pointed.get());
        }
        StarModel model = StarModel.of(project, SqlDimensions.outputs(project));
        try (WorkFile work = WorkFile.open(folder, project, context, model)) {
            if (work.isOvertaken()) {
                return new Publication.Overtaken(
                        pointed.map(p -> p.pointer().newest()).orElse(""));
            }
            if (work.state().changed()) {
                return new PublishRun(project, context, work, files, pointed).run();
            }
        }
        return pointed.isPresent() ? upToDate(pointed.get()) : new Publication.Nothing();
    }

    /** Readers see the newest generation again where a rollback that is lifted left them at an older one. */
    private Publication upToDate(GenerationFiles.Pointed pointed) throws EiderException {
        Pointer pointer = pointed.pointer();
        Generation newest = files.open(pointer.newest());
        if (pointer.current().equals(pointer.newest())) {
            return new Publication.UpToDate(newest);
        }
        Steps steps = new Steps(context.clock());
        boolean moved = files.move(Optional.of(pointed), new Pointer(pointer.newest(), pointer.newest(), false));
        if (!moved) {
            String by = files.pointer().map(p -> p.pointer().newest()).orElse("");
            return new Publication.Overtaken(by);
        }
        return new Publication.Moved(newest, files.find(pointer.current()), steps.total());
    }
}
