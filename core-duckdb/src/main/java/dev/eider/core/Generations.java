package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Context;
import dev.eider.zones.ObjectKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The published generations: what readers see, what they could see again, and what differs between two. Readers and
 * loaders may be at work meanwhile. Thread-safe.
 */
public final class Generations {
    private static final int LISTED_MAX = 1_000;

    private final Context context;
    private final GenerationFiles files;

    public Generations(Context context) {
        this.context = context;
        this.files = new GenerationFiles(context.bucket());
    }

    /**
     * A published generation.
     *
     * @param isCurrent whether readers that open now see it
     * @param isPinned whether a rollback holds them there
     */
    public record Entry(Generation generation, boolean isCurrent, boolean isPinned) {}

    /** The generation that readers see. */
    public Optional<Generation> current() throws EiderException {
        Optional<GenerationFiles.Pointed> pointed = files.pointer();
        return pointed.isPresent() ? files.find(pointed.get().pointer().current()) : Optional.empty();
    }

    /** All generations that are kept, the newest first. */
    public List<Entry> list() throws EiderException {
        Optional<GenerationFiles.Pointed> pointed = files.pointer();
        List<Entry> entries = new ArrayList<>();
        if (pointed.isEmpty()) {
            return entries;
        }
        Pointer pointer = pointed.get().pointer();
        Optional<Generation> generation = files.find(pointer.newest());
        while (generation.isPresent() && entries.size() < LISTED_MAX) {
            boolean isCurrent = generation.get().name().equals(pointer.current());
            entries.add(new Entry(generation.get(), isCurrent, isCurrent && pointer.pinned()));
            Optional<String> base = generation.get().basedOn();
            generation = base.isPresent() ? files.find(base.get()) : Optional.empty();
        }
        return entries;
    }

    /** @throws EiderException of code NOT_FOUND where it was never published or is kept no more */
    public Generation find(long number) throws EiderException {
        return list().stream()
                .map(Entry::generation)
                .filter(g -> g.number() == number)
                .findFirst()
                .orElseThrow(() -> new EiderException(
                        ErrorCode.NOT_FOUND,
                        "Generation not found: " + number,
                        "eider generations lists those that are kept"));
    }

    /**
     * Rolls back: readers see this generation, and publications are held until {@link #unpin}.
     *
     * @throws EiderException of code NOT_FOUND, or OVERTAKEN where the pointer moved meanwhile
     */
    public Generation pin(long number) throws EiderException {
        Generation generation = find(number);
        move(pointer -> new Pointer(generation.name(), pointer.newest(), true));
        return generation;
    }

    /** Lifts a rollback; readers stay where they are until the next publication. */
    public void unpin() throws EiderException {
        if (files.pointer().isPresent()) {
            move(pointer -> new Pointer(pointer.current(), pointer.newest(), false));
        }
    }

    /** Points the well-known name of this machine at what readers should see; for commands to call first. */
    public void mend() throws EiderException {
        files.mend();
    }

    private void move(UnaryOperator<Pointer> to) throws EiderException {
        Optional<GenerationFiles.Pointed> pointed = files.pointer();
        boolean moved = pointed.isPresent()
                && (to.apply(pointed.get().pointer()).equals(pointed.get().pointer())
                        || files.move(pointed, to.apply(pointed.get().pointer())));
        if (!moved) {
            throw new EiderException(
                    ErrorCode.OVERTAKEN,
                    "Cannot move the pointer: it moved meanwhile",
                    "Look again, then decide again");
        }
        files.mend();
    }

    /**
     * Deletes generations beyond the newest {@code keep}, and what killed publications left; never what readers are
     * pointed at. Readers that have a deleted file open keep it.
     *
     * @return names of those deleted
     */
    public List<String> prune(int keep) throws EiderException {
        List<Entry> entries = list();
        if (entries.isEmpty()) {
            return List.of();
        }
        Set<String> kept = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            if (i < Math.max(1, keep) || entries.get(i).isCurrent()) {
                kept.add(entries.get(i).generation().name());
            }
        }
        long newest = entries.get(0).generation().number();
        List<String> deleted = new ArrayList<>();
        for (String name : stored()) {
            // A greater number may be a publication under way.
            if (!kept.contains(name) && Pointer.number(name) <= newest) {
                files.delete(name);
                deleted.add(name);
            }
        }
        if (!deleted.isEmpty()) {
            List<Generation> left = entries.stream()
                    .map(Entry::generation)
                    .filter(g -> kept.contains(g.name()))
                    .toList();
            new GenerationParts(context.bucket()).prune(left);
        }
        return deleted;
    }

    private Set<String> stored() throws EiderException {
        Set<String> names = new HashSet<>();
        String after = "";
        List<ObjectKey> keys;
        do {
            keys = context.bucket().list(GenerationFiles.PREFIX, after, LISTED_MAX);
            for (ObjectKey key : keys) {
                String rest = key.value().substring(GenerationFiles.PREFIX.length());
                if (rest.matches("\\d+-[^/]+/.+")) {
                    names.add(rest.substring(0, rest.indexOf('/')));
                }
                after = key.value();
            }
        } while (keys.size() == LISTED_MAX);
        return names;
    }

    /** What differs between two generations, table by table. */
    public GenerationDiff diff(long from, long to) throws EiderException {
        return new Comparison(context).diff(find(from), find(to));
    }
}
