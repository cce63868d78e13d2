package dev.eider.contract.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Parses one YAML text into a {@link Value}. Its messages never quote the text: it may hold a secret. */
final class YamlText {
    private static final int DEPTH_MAX = 32;
    private static final int VALUES_MAX = 100_000;
    /** The last is given to a plain text that begins like a reference. */
    private static final Set<Tag> TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ, Tag.ENV_TAG);

    private final Path file;
    private final Problems problems;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int values;

    private YamlText(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The mapping that a text holds; empty, with a problem, where it holds none. */
    static Optional<Value.Mapping> mapping(Path file, String text, Problems problems) {
        return new YamlText(file, problems).read(text);
    }

    private Optional<Value.Mapping> read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowNonScalarKeys(true)
                .setLabel(file.toString())
                .build();
        try {
            if (isTooDeep(text, settings)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isPresent() && root.get() instanceof MappingNode node) {
                return convert(node).map(Value.Mapping.class::cast);
            }
            problems.add(file, root.map(YamlText::place).orElse(At.FILE), "Invalid file: no mapping (keys and values)");
        } catch (ComposerException e) {
            // Its text names aliases and anchors, and a secret may begin with * or &.
            syntax(place(e), "an alias without its anchor, or more than one document");
        } catch (MarkedYamlEngineException e) {
            syntax(place(e), e.getProblem());
        } catch (ReaderException e) {
            syntax(At.FILE, "a character that YAML does not allow, at index " + e.getPosition());
        } catch (YamlEngineException e) {
            syntax(At.FILE, "too many aliases");
        }
        return Optional.empty();
    }

    private void syntax(At at, String reason) {
        problems.add(file, at, "Invalid YAML: " + reason);
    }

    /** Counts levels before the recursive composer meets them. */
    private boolean isTooDeep(String text, LoadSettings settings) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > DEPTH_MAX) {
                problems.add(
                        file,
                        event.getStartMark().map(YamlText::place).orElse(At.FILE),
                        "Invalid YAML: more than " + DEPTH_MAX + " levels");
                return true;
            }
        }
        return false;
    }

    private Optional<Value> convert(Node node) {
        if (++values > VALUES_MAX) {
            problems.add(file, At.FILE, "Invalid file: more than " + VALUES_MAX + " values");
            return Optional.empty();
        }
        if (!open.add(node)) {
            problems.add(file, place(node), "Invalid YAML: a value that holds itself");
            return Optional.empty();
        }
        try {
            if (!TAGS.contains(node.getTag())) {
                problems.add(file, place(node), "Invalid YAML: an unknown tag (tags are not used here)");
                return Optional.empty();
            }
            if (node instanceof MappingNode mapping) {
                return Optional.of(convertMapping(mapping));
            }
            if (node instanceof SequenceNode sequence) {
                return Optional.of(convertListing(sequence));
            }
            return node instanceof ScalarNode scalar ? convertScalar(scalar) : Optional.empty();
        } finally {
            open.remove(node);
        }
    }

    private Optional<Value> convertScalar(ScalarNode node) {
        At at = place(node);
        if (node.getTag().equals(Tag.STR) || node.getTag().equals(Tag.ENV_TAG)) {
            return Optional.of(Scalars.text(node.getValue(), at));
        }
        Optional<Value.Scalar> scalar = Scalars.plain(node.getValue(), at);
        if (scalar.isEmpty()) {
            problems.add(file, at, "Invalid number (it has no end, or more than 100 digits)");
        }
        return scalar.map(s -> s);
    }

    private Value convertListing(SequenceNode node) {
        List<Value> items = new ArrayList<>();
        node.getValue().forEach(item -> convert(item).ifPresent(items::add));
        return new Value.Listing(items, place(node));
    }

    private Value convertMapping(MappingNode node) {
        Map<String, Value.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            At keyAt = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(file, keyAt, "Invalid key: a mapping or a list (a text)");
                continue;
            }
            Value.Entry first = entries.get(key.getValue());
            if (first != null) {
                problems.add(
                        file,
                        keyAt,
                        "Duplicate key: " + key.getValue() + " (first on line "
                                + first.keyAt().line() + ")");
                continue;
            }
            convert(tuple.getValueNode())
                    .ifPresent(value -> entries.put(key.getValue(), new Value.Entry(key.getValue(), keyAt, value)));
        }
        return new Value.Mapping(new ArrayList<>(entries.values()), place(node));
    }

    private static At place(Node node) {
        return node.getStartMark().map(YamlText::place).orElse(At.FILE);
    }

    private static At place(MarkedYamlEngineException e) {
        return e.getProblemMark().or(e::getContextMark).map(YamlText::place).orElse(At.FILE);
    }

    private static At place(Mark mark) {
        return new At(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
