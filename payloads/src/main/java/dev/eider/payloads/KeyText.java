package dev.eider.payloads;

import dev.eider.contract.Limits;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.judge.JsonNumber;
import dev.eider.contract.judge.JsonText;
import dev.eider.contract.judge.JsonTree;
import dev.eider.contract.judge.Notes;
import dev.eider.contract.judge.TextBuffer;

/**
 * Keys of JSON: what stands within the meta object must be JSON, or the object would be none. Read as strictly as
 * records are; not thread-safe.
 */
final class KeyText {
    private final Notes notes = new Notes();
    private final TextBuffer decoded = new TextBuffer();
    private final JsonTree tree;

    KeyText(Limits limits) {
        tree = new JsonTree(
                new JsonText(decoded),
                new JsonNumber(),
                decoded,
                notes,
                limits.depthMax(),
                limits.nameLengthMax(),
                limits.numberLengthMax());
    }

    /** Appends one value of JSON, as it stands. */
    void copy(byte[] bytes, int from, int to, JsonBuffer out) throws RefusedException {
        notes.clear();
        decoded.rewind(0);
        tree.restart();
        int at = JsonTree.blanks(bytes, from, to);
        // Around it is the meta object.
        int end = tree.skip(bytes, at, to, 1);
        if (end < 0 || JsonTree.blanks(bytes, end, to) != to) {
            throw new RefusedException(RejectionCode.WRONG_FORMAT, "not JSON, where JSON is agreed");
        }
        switch (notes.kind()) {
            case NOTHING -> out.put(bytes, at, end);
            case TOO_DEEP -> throw new RefusedException(RejectionCode.TOO_DEEP, "nested too deep");
            case DUPLICATE_KEY ->
                throw new RefusedException(RejectionCode.DUPLICATE_KEY, "a second member of one name");
            case NAME_TOO_LONG, NUMBER_TOO_LONG ->
                throw new RefusedException(RejectionCode.TOO_LARGE, "a name or a number that is too long");
        }
    }
}
