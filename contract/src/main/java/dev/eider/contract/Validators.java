package dev.eider.contract;

import java.util.Optional;

/** Makes validators; compiled state may be shared between them. */
public final class Validators {
    private Validators() {}

    /**
     * A validator for one thread.
     *
     * @param key needed where the contract masks; without one, fingerprints are empty
     * @throws IllegalArgumentException where the contract masks and there is no key
     */
    public static RecordValidator of(Contract contract, Optional<MaskKey> key, Limits limits) {
        if (contract.hasMasks() && key.isEmpty()) {
            throw new IllegalArgumentException("Cannot mask " + contract.dataset() + ": no mask_key is configured");
        }
        return new JudgingValidator(contract, key, limits);
    }
}
