package dev.eider.contract.read;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a source is, by the type of its connection. */
enum SourceKind {
    API,
    KAFKA;

    /** The word that stands behind a connection's {@code type}. */
    String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What a source is; by its own keys where its connection is not known.
     *
     * @param types of connections by their names
     */
    static SourceKind of(Value.Mapping source, Map<String, SourceKind> types) {
        Block block = new Block(source);
        Optional<SourceKind> known = block.text("connection").map(types::get);
        boolean hasTopic =
                source.find("topic").isPresent() || source.find("topic_pattern").isPresent();
        return known.orElse(hasTopic ? KAFKA : API);
    }

    static Optional<SourceKind> ofType(String type) {
        for (SourceKind kind : values()) {
            if (kind.type().equals(type)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
