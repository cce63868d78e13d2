package dev.eider.contract.read;

import dev.eider.contract.DerivedId;
import dev.eider.contract.FieldPath;
import dev.eider.contract.FieldType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A field as a file has it. A scalar for a field is its type. */
record FieldEntry(String name, At at, Block block) {
    static Map<String, FieldEntry> of(Block dataset) {
        Map<String, FieldEntry> fields = new LinkedHashMap<>();
        for (Value.Entry entry : dataset.entries("fields")) {
            Block block = Block.of(entry.value()).orElseGet(() -> shortened(entry.value()));
            fields.put(entry.key(), new FieldEntry(entry.key(), entry.keyAt(), block));
        }
        return fields;
    }

    private static Block shortened(Value type) {
        return new Block(new Value.Mapping(List.of(new Value.Entry("type", type.at(), type)), type.at()));
    }

    Optional<FieldType> type() {
        return block.text("type").flatMap(FieldTypes::parse);
    }

    /** The path that it is taken from, where the file writes one. */
    Optional<String> from() {
        return block.texts("from").stream().findFirst();
    }

    /** Whether its value comes with a record rather than in it. */
    boolean isOfEnvelope() {
        return derive().isPresent()
                || from().flatMap(FieldPaths::parse).filter(FieldPath::isMeta).isPresent();
    }

    Optional<DerivedId.Parts> derive() {
        return DerivedParts.find(block.texts("derive"));
    }

    boolean isMasked() {
        return block.value("mask").isPresent();
    }

    String shownAs() {
        return isMasked() ? "masked_" + name : name;
    }
}
