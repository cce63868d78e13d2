package dev.eider.contract;

import dev.eider.contract.judge.KnownName;
import dev.eider.contract.judge.NameTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The paths of all fields as one tree, walked while a record is read once. Remembers which member followed which, since
 * records of one source repeat their order; so each belongs to one validator.
 */
final class PathNode {
    private static final int NONE = -1;

    /** The fields that stand here. */
    final int[] fields;
    /** The fields that stand below. */
    final int[] below;
    /** Whether the fields take this value whole, so that no member of it is unknown. */
    final boolean isTakenWhole;

    private final PathNode[] children;
    private final KnownName[] names;
    private final NameTable table;
    private final int[] follows;
    /** Number of the record in which a child was seen last: a node stands once in a record. */
    private final long[] seen;

    private PathNode(int[] fields, boolean isTakenWhole, Map<String, PathNode> members) {
        this.fields = fields;
        this.isTakenWhole = isTakenWhole;
        this.children = members.values().toArray(PathNode[]::new);
        List<byte[]> bytes = members.keySet().stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toList();
        this.names = bytes.stream().map(KnownName::new).toArray(KnownName[]::new);
        this.table = new NameTable(bytes);
        this.follows = new int[children.length + 1];
        this.seen = new long[children.length];
        List<Integer> under = new ArrayList<>();
        for (PathNode child : children) {
            Arrays.stream(child.fields).forEach(under::add);
            Arrays.stream(child.below).forEach(under::add);
        }
        this.below = under.stream().mapToInt(Integer::intValue).toArray();
        for (int i = 0; i < follows.length; i++) {
            follows[i] = i < children.length ? i : NONE;
        }
    }

    /** The tree of the fields' paths from one root; fields are named by their numbers. */
    static PathNode of(FieldRule[] rules, FieldPath.Root root) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < rules.length; i++) {
            if (rules[i].field.from().root() == root && !rules[i].isDerived()) {
                all.add(i);
            }
        }
        return of(rules, all, 0);
    }

    private static PathNode of(FieldRule[] rules, List<Integer> numbers, int depth) {
        List<Integer> here = new ArrayList<>();
        Map<String, List<Integer>> deeper = new LinkedHashMap<>();
        for (int number : numbers) {
            List<String> path = rules[number].field.from().members();
            if (path.size() == depth) {
                here.add(number);
            } else {
                deeper.computeIfAbsent(path.get(depth), name -> new ArrayList<>())
                        .add(number);
            }
        }
        Map<String, PathNode> members = new LinkedHashMap<>();
        deeper.forEach((name, below) -> members.put(name, of(rules, below, depth + 1)));
        boolean isTakenWhole = here.stream().anyMatch(number -> rules[number].kind == FieldType.Kind.JSON);
        return new PathNode(here.stream().mapToInt(Integer::intValue).toArray(), isTakenWhole, members);
    }

    /** Whether fields stand here and none below; a root without any is none. */
    boolean isLeaf() {
        return children.length == 0 && fields.length != 0;
    }

    PathNode child(int number) {
        return children[number];
    }

    /** Length of a child's name with its closing quote. */
    int nameLength(int child) {
        return names[child].length();
    }

    /** The child that the last records had after this one (0 for the first, else its number + 1), if it stands here; else -1. */
    int expected(int after, byte[] bytes, int at, int end) {
        int child = follows[after];
        return child != NONE && names[child].standsAt(bytes, at, end) ? child : NONE;
    }

    /** The child of that name, or -1. */
    int find(int after, byte[] bytes, int from, int to) {
        int child = table.find(bytes, from, to);
        if (child != NONE) {
            follows[after] = child;
        }
        return child;
    }

    /** Whether the record shows this child for the first time. */
    boolean isFirst(int child, long record) {
        boolean isFirst = seen[child] != record;
        seen[child] = record;
        return isFirst;
    }
}
