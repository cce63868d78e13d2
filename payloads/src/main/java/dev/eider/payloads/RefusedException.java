package dev.eider.payloads;

import dev.eider.contract.Reason;
import dev.eider.contract.RejectionCode;

/**
 * Bytes that cannot be made JSON, or JSON that cannot be made the bytes of a schema. Its message names places in the
 * schema and never a value. Costs no stack trace, since a topic may hold millions of them.
 */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RejectionCode code;
    private final String what;

    /** @param what is wrong; never a value of the record */
    RefusedException(RejectionCode code, String what) {
        super(what, null, false, false);
        this.code = code;
        this.what = what;
    }

    static RefusedException undecodable(String what) {
        return new RefusedException(RejectionCode.UNDECODABLE, what);
    }

    static RefusedException tooLarge(int bytesMax) {
        return new RefusedException(RejectionCode.TOO_LARGE, "more than " + bytesMax + " bytes as JSON");
    }

    /** More than the schema has places for; which member it is, its name might be a value. */
    static RefusedException tooMuch() {
        return new RefusedException(RejectionCode.WRONG_FORMAT, "it has a member that the schema has not");
    }

    Reason reason() {
        return Reason.of(code, what);
    }

    /** The same about a part of the record. */
    RefusedException of(String part) {
        return new RefusedException(code, part + ": " + what);
    }
}
