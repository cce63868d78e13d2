package dev.eider.contract.read;

import dev.eider.contract.Field;
import dev.eider.contract.FieldPath;
import dev.eider.contract.FieldType;
import dev.eider.contract.Mask;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Makes fields of entries without problems. */
final class FieldBuilder {
    private FieldBuilder() {}

    /** @param mustBe whether the contract needs a value whatever the field says: it is a key or the event time */
    static Field build(FieldEntry entry, boolean mustBe) {
        Block block = entry.block();
        FieldType type = entry.type().orElseThrow();
        List<String> allowed = block.list("enum").stream()
                .map(value -> EnumValues.canonical(value, type).orElseThrow())
                .toList();
        return new Field(
                entry.name(),
                type,
                entry.from().flatMap(FieldPaths::parse).orElse(FieldPath.of(entry.name())),
                mustBe || block.text("required").filter("true"::equals).isPresent(),
                allowed,
                block.text("pattern"),
                block.text("minimum").flatMap(Scalars::decimal),
                block.text("maximum").flatMap(Scalars::decimal),
                length(block, "min_length"),
                length(block, "max_length"),
                block.text("mask").map(m -> Mask.valueOf(m.toUpperCase(Locale.ROOT))),
                block.text("description"),
                block.texts("format"),
                entry.derive());
    }

    private static OptionalInt length(Block block, String key) {
        return block.whole(key).map(n -> OptionalInt.of(Math.toIntExact(n))).orElse(OptionalInt.empty());
    }
}
