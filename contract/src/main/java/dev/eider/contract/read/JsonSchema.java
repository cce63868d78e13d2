package dev.eider.contract.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a JSON Schema (draft 2020-12) of the vocabulary: what the reader refuses by structure, editors mark. */
final class JsonSchema {
    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final String REFERENCE = "\\$\\{[^}]+\\}";

    /** Whether references may stand for values. */
    enum References {
        ALLOWED,
        REFUSED
    }

    /** Whether required keys are asked for. */
    private enum Completeness {
        WHOLE,
        PART
    }

    private final References references;

    private JsonSchema(References references) {
        this.references = references;
    }

    static String of(String title, Section section, References references) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", DRAFT);
        schema.put("title", title);
        schema.putAll(new JsonSchema(references).section(section, Completeness.WHOLE));
        return Json.of(schema);
    }

    private Map<String, Object> section(Section section, Completeness completeness) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Key key : section.keys()) {
            Map<String, Object> property = new LinkedHashMap<>();
            if (key.isPlanned()) {
                property.put("description", "Not supported yet. " + key.description());
                property.put("not", Map.of());
            } else {
                property.put("description", key.description());
                property.putAll(shape(key.shape(), completeness));
            }
            properties.put(key.name(), property);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        List<String> required =
                section.keys().stream().filter(Key::isRequired).map(Key::name).toList();
        if (completeness == Completeness.WHOLE && !required.isEmpty()) {
            schema.put("required", required);
        }
        if (completeness == Completeness.WHOLE && !section.choice().isEmpty()) {
            schema.put(
                    "oneOf",
                    section.choice().stream()
                            .map(key -> Map.of("required", List.of(key)))
                            .toList());
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private Map<String, Object> shape(Shape shape, Completeness completeness) {
        if (shape instanceof Shape.Nested nested) {
            return section(nested.section(), completeness);
        } else if (shape instanceof Shape.Partial partial) {
            return anyOf(List.of(section(partial.section(), Completeness.PART), Map.of("type", "null")));
        } else if (shape instanceof Shape.Abbreviated abbreviated) {
            return anyOf(List.of(scalar(abbreviated.scalar()), section(abbreviated.section(), completeness)));
        } else if (shape instanceof Shape.Listing listing) {
            return listing(shape(listing.of(), completeness));
        } else if (shape instanceof Shape.Named named) {
            return named(named, completeness);
        } else if (shape instanceof Shape.Variants variants) {
            return variants(variants, completeness);
        } else if (shape instanceof Shape.ByConnection kinds) {
            return anyOf(kinds.sections().values().stream()
                    .map(section -> section(section, completeness))
                    .toList());
        }
        return scalar(shape);
    }

    private static Map<String, Object> listing(Map<String, Object> item) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("items", item);
        list.put("minItems", 1);
        return anyOf(List.of(item, list));
    }

    private Map<String, Object> named(Shape.Named named, Completeness completeness) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put(
                "propertyNames", Map.of("pattern", whole(named.name().pattern().pattern())));
        schema.put("additionalProperties", shape(named.of(), completeness));
        return schema;
    }

    private Map<String, Object> variants(Shape.Variants variants, Completeness completeness) {
        List<Object> sections = new ArrayList<>();
        variants.sections().forEach((type, section) -> {
            Map<String, Object> schema = section(section, completeness);
            if (schema.get("properties") instanceof Map<?, ?> properties) {
                Map<String, Object> named = new LinkedHashMap<>();
                properties.forEach((key, value) -> named.put(String.valueOf(key), value));
                named.put("type", Map.of("const", type));
                schema.put("properties", named);
            }
            sections.add(schema);
        });
        return anyOf(sections);
    }

    private Map<String, Object> scalar(Shape shape) {
        Map<String, Object> schema = literal(shape);
        boolean takesReference = references == References.ALLOWED && !(shape instanceof Shape.Secret);
        return takesReference ? anyOf(List.of(schema, Map.of("type", "string", "pattern", REFERENCE))) : schema;
    }

    private static Map<String, Object> literal(Shape shape) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (shape instanceof Shape.Text text) {
            schema.put("type", "string");
            boolean isAny = text.equals(Words.TEXT);
            if (isAny) {
                schema.put("minLength", 1);
            } else {
                schema.put("pattern", whole(text.pattern().pattern()));
            }
        } else if (shape instanceof Shape.Secret) {
            schema.put("type", "string");
            schema.put("pattern", whole(REFERENCE));
        } else if (shape instanceof Shape.Whole number) {
            schema.put("type", "integer");
            schema.put("minimum", number.minimum());
            schema.put("maximum", number.maximum());
        } else if (shape instanceof Shape.Decimal) {
            schema.put("type", "number");
        } else if (shape instanceof Shape.Truth) {
            schema.put("type", "boolean");
        } else if (shape instanceof Shape.Choice choice) {
            schema.put("enum", choice.words());
        } else {
            schema.put("type", List.of("string", "number", "boolean"));
        }
        return schema;
    }

    private static Map<String, Object> anyOf(List<?> schemas) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("anyOf", schemas);
        return schema;
    }

    private static String whole(String pattern) {
        return "^(?:" + pattern + ")$";
    }
}
