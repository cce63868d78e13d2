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
        Words.troubles(outcome).forEach(console::warn);
    }
}
