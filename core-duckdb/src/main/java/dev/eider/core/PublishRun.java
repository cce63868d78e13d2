package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Project;
import dev.eider.zones.Body;
import dev.eider.zones.Context;
import dev.eider.zones.Hashing;
import dev.eider.zones.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One publication: checkpoint, copy, audits on the copy, objects, pointer. */
final class PublishRun {
    private static final int MOVES_MAX = 5;
    private static final String IMMUTABLE = "r--r--r--";

    private final Project project;
    private final Context context;
    private final WorkFile work;
    private final GenerationFiles files;
    private final Optional<GenerationFiles.Pointed> pointed;
    private final Steps steps;

    PublishRun(
            Project project,
            Context context,
            WorkFile work,
            GenerationFiles files,
            Optional<GenerationFiles.Pointed> pointed) {
        this.project = project;
        this.context = context;
        this.work = work;
        this.files = files;
        this.pointed = pointed;
        this.steps = new Steps(context.clock());
    }

    Publication run() throws EiderException {
        long number = 1 + pointed.map(p -> Pointer.number(p.pointer().newest())).orElse(0L);
        String name =
                String.format(Locale.ROOT, "%06d-%s", number, context.nonces().get());
        Path copy = context.scratch().resolve("publish-" + name + ".duckdb");
        try {
            work.session().begin();
            work.write(work.state().publishingAs(name));
            work.session().commit(context.progress());
            Map<String, Long> rows = Tables.rows(work.session());
            Path keys = work.keys().orElseThrow();
            boolean sparse = WorkCopy.isSparse(work.session());
            work.session().run("CHECKPOINT");
            work.close();
            if (sparse) {
                WorkCopy.rewrite(work.folder(), context, project.warehouse().storageVersion());
            }
            // Beside the copy, its audits and its way to the medium: on one core the longest of the steps.
            Path source = work.folder().database();
            CompletableFuture<String> sha256 = CompletableFuture.supplyAsync(() -> Hashing.sha256Unchecked(source));
            WorkCopy.copy(source, copy);
            CopyAudits.check(copy, context, rows);
            long bytes = Files.size(copy);
            Optional<Generation.Parts> parts = put(name, copy, keys);
            Generation generation = new Generation(
                    number,
                    name,
                    pointed.map(p -> p.pointer().newest()),
                    bytes,
                    sha256.join(),
                    parts,
                    Hashing.sha256(keys),
                    context.clock().instant(),
                    rows,
                    project.warehouse().storageVersion(),
                    context.build());
            files.describe(generation);
            return move(generation);
        } catch (SQLException e) {
            throw Failures.of("publish", e);
        } catch (IOException e) {
            throw Failures.of("publish", e);
        } catch (CompletionException e) {
            throw Failures.of("publish", new IOException("the copy cannot be read", e));
        } finally {
            delete(copy);
        }
    }

    /** @return the parts that the database was stored in */
    private Optional<Generation.Parts> put(String generation, Path copy, Path keys) throws EiderException, IOException {
        seal(copy);
        Optional<Generation.Parts> parts = putDatabase(generation, copy);
        create(GenerationFiles.key(generation, GenerationFiles.KEYS), Body.of(keys));
        return parts;
    }

    private Optional<Generation.Parts> putDatabase(String generation, Path copy) throws EiderException, IOException {
        ObjectKey database = GenerationFiles.key(generation, GenerationFiles.DATABASE);
        if (context.bucket().localPath(database).isPresent()) {
            create(database, Body.taking(copy));
            return Optional.empty();
        }
        Generation.Parts parts = GenerationParts.of(copy, GenerationParts.PART_BYTES);
        requireFree(database, new GenerationParts(context.bucket()).create(database, copy, parts, known()));
        return Optional.of(parts);
    }

    /** Parts of the generation before: most of them are in this one as well. */
    private Set<String> known() throws EiderException {
        Optional<Generation> before =
                pointed.isPresent() ? files.find(pointed.get().pointer().newest()) : Optional.empty();
        return Set.copyOf(
                before.flatMap(Generation::parts).map(Generation.Parts::sha256).orElse(List.of()));
    }

    private void create(ObjectKey key, Body body) throws EiderException {
        requireFree(key, context.bucket().createIfAbsent(key, body).isPresent());
    }

    private static void requireFree(ObjectKey key, boolean wasFree) throws EiderException {
        if (!wasFree) {
            throw new EiderException(ErrorCode.INTERNAL, "Cannot publish: " + key + " exists already", "Run again");
        }
    }

    private Publication move(Generation generation) throws EiderException {
        Pointer to = new Pointer(generation.name(), generation.name(), false);
        Optional<GenerationFiles.Pointed> from = pointed;
        for (int i = 0; i < MOVES_MAX; i++) {
            if (files.move(from, to)) {
                Optional<Generation> before =
                        pointed.isPresent() ? files.find(pointed.get().pointer().current()) : Optional.empty();
                return new Publication.Moved(generation, before, steps.total());
            }
            from = files.pointer();
            Optional<Publication> lost = lost(generation, from);
            if (lost.isPresent()) {
                files.delete(generation.name());
                return lost.get();
            }
        }
        throw new EiderException(
                ErrorCode.OVERTAKEN, "Cannot publish: the pointer kept moving", "Run again when nobody else publishes");
    }

    /** Who is in the way; empty where somebody only lifted or set a pin and the base is still the newest. */
    private static Optional<Publication> lost(Generation generation, Optional<GenerationFiles.Pointed> now) {
        String newest = now.map(p -> p.pointer().newest()).orElse("");
        if (!newest.equals(generation.basedOn().orElse(""))) {
            return Optional.of(new Publication.Overtaken(newest));
        }
        return now.filter(p -> p.pointer().pinned())
                .map(p -> new Publication.Held(Pointer.number(p.pointer().current())));
    }

    /** Nobody writes into a generation, not even a tool that opens it read-write by mistake. */
    static void seal(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(IMMUTABLE));
        }
    }

    private static void delete(Path file) throws EiderException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Failures.of("delete " + file, e);
        }
    }
}
