package dev.eider.contract;

import java.util.List;

/**
 * Where a value stands: member names from the root down; without any it is the root itself.
 *
 * @param root what the path starts from
 */
public record FieldPath(Root root, List<String> members) {
    /** What a path starts from. */
    public enum Root {
        /** The record, {@code $}. */
        RECORD,
        /** What came with the record, {@code $meta}: see {@link RawRecord#metaOffset()}. */
        META
    }

    public FieldPath {
        members = List.copyOf(members);
    }

    public FieldPath(List<String> members) {
        this(Root.RECORD, members);
    }

    public static FieldPath of(String... members) {
        return new FieldPath(List.of(members));
    }

    /** A path into what came with the record. */
    public static FieldPath meta(String... members) {
        return new FieldPath(Root.META, List.of(members));
    }

    public boolean isMeta() {
        return root == Root.META;
    }

    @Override
    public String toString() {
        String start = isMeta() ? "$meta" : "$";
        return members.isEmpty() ? start : start + "." + String.join(".", members);
    }
}
