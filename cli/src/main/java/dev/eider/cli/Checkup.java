package dev.eider.cli;

import dev.eider.contract.EiderException;
import java.util.Optional;

/** One thing the doctor looked at. */
record Checkup(String name, boolean isGreen, String detail, Optional<String> nextStep) {
    /** What is looked at; it throws where all is not well. */
    interface Examination {
        /** What was found, in a few words. */
        String examine() throws EiderException;
    }

    static Checkup of(String name, Examination examination) {
        try {
            return new Checkup(name, true, examination.examine(), Optional.empty());
        } catch (EiderException e) {
            return new Checkup(name, false, String.valueOf(e.getMessage()), e.nextStep());
        }
    }
}
