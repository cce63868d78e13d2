package dev.eider.cli;

import dev.eider.contract.EiderException;
import java.util.Optional;

/** One thing the doctor looked at. */
record Checkup(String name, State state, String detail, Optional<String> nextStep) {
    /** How it is. */
    enum State {
        GREEN,
        /** Worth a look; nothing is wrong for it. */
        AMBER,
        RED
    }

    /** What is looked at; it throws where all is not well. */
    interface Examination {
        /** What was found, in a few words. */
        String examine() throws EiderException;
    }

    static Checkup of(String name, Examination examination) {
        try {
            return new Checkup(name, State.GREEN, examination.examine(), Optional.empty());
        } catch (EiderException e) {
            return new Checkup(name, State.RED, String.valueOf(e.getMessage()), e.nextStep());
        }
    }

    static Checkup warning(String name, String detail, String nextStep) {
        return new Checkup(name, State.AMBER, detail, Optional.of(nextStep));
    }

    boolean isGreen() {
        return state == State.GREEN;
    }

    boolean isRed() {
        return state == State.RED;
    }
}
