package dev.eider.contract;

import java.util.List;

/** Where a value stands in a record: member names from the root down; empty is the record itself. */
public record FieldPath(List<String> members) {
    public FieldPath {
        members = List.copyOf(members);
    }

    public static FieldPath of(String... members) {
        return new FieldPath(List.of(members));
    }

    @Override
    public String toString() {
        return members.isEmpty() ? "$" : "$." + String.join(".", members);
    }
}
