package dev.eider.contract;

import java.util.Optional;

/**
 * One reason against a record.
 *
 * @param field the contract's field, empty where the record as a whole is at fault
 * @param message what is wrong and with which rule; never a value of the record
 */
public record Reason(RejectionCode code, Optional<String> field, String message) {
    public static Reason of(RejectionCode code, String message) {
        return new Reason(code, Optional.empty(), message);
    }

    public static Reason of(RejectionCode code, String field, String message) {
        return new Reason(code, Optional.of(field), message);
    }
}
