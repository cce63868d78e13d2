package dev.eider.contract.read;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dataset's file, parsed; what is wrong with it is among the problems already. */
record DatasetFile(Path file, Block root, Map<String, FieldEntry> fields) {
    static DatasetFile of(Path file, Value.Mapping root) {
        Block block = new Block(root);
        return new DatasetFile(file, block, FieldEntry.of(block));
    }

    /** The name that the file's name gives it. */
    String name() {
        return ProjectFiles.stem(file);
    }

    List<Ref> primaryKey() {
        return Ref.of(root.list("primary_key"));
    }

    Optional<Ref> eventTime() {
        return root.scalar("event_time").map(Ref::of);
    }

    Optional<StarDraft> star() {
        return root.block("star").flatMap(star -> StarDraft.of(this, star));
    }
}
