package dev.eider.cli;

/** One line a step, for logs that people read. */
final class LineAnnouncer implements Announcer {
    private final Console console;

    LineAnnouncer(Console console) {
        this.console = console;
    }

    @Override
    public void tell(Outcome outcome) {
        console.note(Words.of(outcome) + "  " + console.dim(Format.seconds(outcome.took())));
        tellTroubles(console, outcome);
    }

    /** Writes what a person should look at: warnings, and the failure with its next step. */
    static void tellTroubles(Console console, Outcome outcome) {
        Words.warnings(outcome).forEach(console::warn);
        outcome.failure().map(Words::of).ifPresent(console::error);
    }
}
