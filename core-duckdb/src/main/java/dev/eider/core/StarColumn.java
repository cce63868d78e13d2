package dev.eider.core;

import java.util.Optional;

/** A column of a published table. */
record StarColumn(String name, String type, boolean required, Optional<String> comment) {
    static StarColumn optional(String name, String type) {
        return new StarColumn(name, type, false, Optional.empty());
    }

    static StarColumn required(String name, String type) {
        return new StarColumn(name, type, true, Optional.empty());
    }

    StarColumn commented(String text) {
        return new StarColumn(name, type, required, Optional.of(text));
    }

    String ddl() {
        return Sql.name(name) + " " + type + (required ? " NOT NULL" : "");
    }
}
