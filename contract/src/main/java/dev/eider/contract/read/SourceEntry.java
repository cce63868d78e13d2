package dev.eider.contract.read;

import dev.eider.contract.Source.SchemaFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source as a file has it.
 *
 * @param schema the file beside the contract that it names, once it is read
 */
record SourceEntry(At at, Block block, SourceKind kind, Optional<SchemaFile> schema) {
    /** All sources of a dataset, those without a name too. */
    static List<SourceEntry> of(Block dataset, Map<String, SourceKind> connections) {
        List<SourceEntry> sources = new ArrayList<>();
        dataset.block("source").ifPresent(block -> sources.add(of(dataset.at("source"), block, connections)));
        for (Value.Entry entry : dataset.entries("sources")) {
            Block.of(entry.value()).ifPresent(block -> sources.add(of(entry.keyAt(), block, connections)));
        }
        return sources;
    }

    private static SourceEntry of(At at, Block block, Map<String, SourceKind> connections) {
        return new SourceEntry(at, block, SourceKind.of(block.mapping(), connections), Optional.empty());
    }

    boolean isTopic() {
        return kind == SourceKind.KAFKA;
    }

    SourceEntry withSchema(SchemaFile file) {
        return new SourceEntry(at, block, kind, Optional.of(file));
    }
}
