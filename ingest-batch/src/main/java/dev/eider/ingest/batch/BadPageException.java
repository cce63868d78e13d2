package dev.eider.ingest.batch;

import dev.eider.contract.RejectionCode;

/** A body that is no page of records, with the byte where that showed; the message quotes nothing of the body. */
final class BadPageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RejectionCode code;

    BadPageException(RejectionCode code, String message) {
        super(message);
        this.code = code;
    }

    static BadPageException malformed(String what, long offset) {
        return new BadPageException(RejectionCode.MALFORMED_JSON, "malformed JSON at byte " + offset + ": " + what);
    }

    RejectionCode code() {
        return code;
    }
}
