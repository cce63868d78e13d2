package dev.eider.contract;

import dev.eider.contract.judge.JsonText;
import dev.eider.contract.judge.JsonTree;
import dev.eider.contract.judge.Notes;

/** Walks one record once: known members to {@link FieldJudge}, the others read for their grammar. Not thread-safe. */
final class RecordReader {
    private final PathNode root;
    private final FieldJudge judge;
    private final JsonText text;
    private final JsonTree tree;
    private final Notes notes;
    private final int depthMax;

    private long record;
    private long unknown;

    RecordReader(PathNode root, FieldJudge judge, JsonText text, JsonTree tree, Notes notes, int depthMax) {
        this.root = root;
        this.judge = judge;
        this.text = text;
        this.tree = tree;
        this.notes = notes;
        this.depthMax = depthMax;
    }

    /** Members of the last record that no field reads. */
    long unknown() {
        return unknown;
    }

    /** Reads an object from its brace on; the position behind it, or {@code ~at}. */
    int read(byte[] bytes, int from, int end) {
        record++;
        unknown = 0;
        return value(root, bytes, from, end, 0);
    }

    private int object(PathNode node, byte[] bytes, int brace, int end, int depth) {
        if (depth > depthMax) {
            notes.note(Notes.Kind.TOO_DEEP, brace);
        }
        int object = tree.openObject();
        int at = JsonTree.blanks(bytes, brace + 1, end);
        if (at < end && bytes[at] == '}') {
            return at + 1;
        }
        int after = 0;
        while (true) {
            if (at >= end || bytes[at] != '"') {
                return ~at;
            }
            int child = node.expected(after, bytes, at + 1, end);
            int next;
            if (child >= 0) {
                next = at + 1 + node.nameLength(child);
            } else {
                next = text.read(bytes, at + 1, end);
                if (next < 0) {
                    return next;
                }
                child = node.find(after, text.bytes(), text.from(), text.to());
            }
            next = child >= 0
                    ? known(node, child, bytes, at, next, end, depth)
                    : unknown(node, object, bytes, at, next, end, depth);
            if (next < 0) {
                return next;
            }
            after = child >= 0 ? child + 1 : after;
            at = JsonTree.blanks(bytes, next, end);
            byte c = at < end ? bytes[at] : 0;
            if (c != ',') {
                return c == '}' ? at + 1 : ~at;
            }
            at = JsonTree.blanks(bytes, at + 1, end);
        }
    }

    private int known(PathNode node, int child, byte[] bytes, int name, int from, int end, int depth) {
        int at = JsonTree.colon(bytes, from, end);
        if (at < 0) {
            return at;
        }
        if (!node.isFirst(child, record)) {
            notes.note(Notes.Kind.DUPLICATE_KEY, name);
            return tree.skip(bytes, at, end, depth);
        }
        return value(node.child(child), bytes, at, end, depth);
    }

    private int unknown(PathNode node, int object, byte[] bytes, int name, int from, int end, int depth) {
        tree.noteName(bytes, name, object);
        unknown += node.isTakenWhole ? 0 : 1;
        int at = JsonTree.colon(bytes, from, end);
        return at < 0 ? at : tree.skip(bytes, at, end, depth);
    }

    private int value(PathNode node, byte[] bytes, int from, int end, int depth) {
        if (node.isLeaf() && node.fields.length == 1) {
            return judge.judge(node.fields[0], bytes, from, end, depth);
        }
        int after;
        if (node.isLeaf()) {
            after = tree.skip(bytes, from, end, depth);
        } else if (from < end && bytes[from] == '{') {
            after = object(node, bytes, from, end, depth + 1);
        } else {
            after = notAnObject(node, bytes, from, end, depth);
        }
        for (int i = 0; i < node.fields.length && after >= 0; i++) {
            after = judge.judge(node.fields[i], bytes, from, end, depth);
        }
        return after;
    }

    private int notAnObject(PathNode node, byte[] bytes, int from, int end, int depth) {
        int after = tree.skip(bytes, from, end, depth);
        if (after >= 0) {
            for (int field : node.below) {
                judge.misfit(field, from, bytes[from] == 'n');
            }
        }
        return after;
    }
}
