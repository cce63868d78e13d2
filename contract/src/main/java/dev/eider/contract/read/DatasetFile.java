package dev.eider.contract.read;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dataset's file, parsed; what is wrong with it is among the problems already. */
record DatasetFile(Path file, Block root, List<SourceEntry> sources, Map<String, FieldEntry> fields) {
    static DatasetFile of(Path file, Value.Mapping root, List<SourceEntry> sources) {
        return new DatasetFile(file, new Block(root), sources, FieldEntry.of(new Block(root)));
    }

    /** The source that follows topics. */
    Optional<SourceEntry> topic() {
        return sources.stream().filter(SourceEntry::isTopic).findFirst();
    }

    /** Whether records come from topics, and none from anywhere else. */
    boolean isTopicOnly() {
        return !sources.isEmpty() && sources.stream().allMatch(SourceEntry::isTopic);
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

    /** The field that tells the later record, also where the file names what it reads. */
    Optional<Ref> updatedAt() {
        return root.scalar("updated_at")
                .filter(time -> time.kind() == Value.Kind.TEXT)
                .flatMap(time -> time.text().startsWith("$")
                        ? fields.values().stream()
                                .filter(field -> field.from().equals(Optional.of(time.text())))
                                .map(field -> new Ref(field.name(), time.at()))
                                .findFirst()
                        : Optional.of(Ref.of(time)));
    }

    Optional<StarDraft> star() {
        return root.block("star").flatMap(star -> StarDraft.of(this, star));
    }
}
