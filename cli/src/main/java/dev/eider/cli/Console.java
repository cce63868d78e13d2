package dev.eider.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command writes: results to standard output, everything else to standard error. Colours and progress only on a
 * terminal, and never where {@code NO_COLOR} is set. Thread-safe.
 */
public final class Console {
    private static final String RESET = "\u001b[0m";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final boolean coloured;

    public Console(PrintStream out, PrintStream err, boolean terminal, Map<String, String> variables) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        String noColor = variables.getOrDefault("NO_COLOR", "");
        this.coloured = terminal && noColor.isEmpty() && !"dumb".equals(variables.get("TERM"));
    }

    static Console system() {
        // Only the launcher can tell: Java of some versions claims a console where there is none.
        boolean isTerminal = System.getenv().containsKey("EIDER_TERMINAL");
        return new Console(System.out, System.err, isTerminal, System.getenv());
    }

    boolean isTerminal() {
        return terminal;
    }

    boolean isColoured() {
        return coloured;
    }

    /** The standard output, for what picocli prints itself. */
    PrintWriter writer() {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    void line(String text) {
        out.println(text);
    }

    void line() {
        out.println();
    }

    /** A note for the person at the keyboard, kept out of the results. */
    void note(String text) {
        err.println(text);
    }

    void warn(String text) {
        err.println(yellow("warning: ") + text);
    }

    void error(String text) {
        err.println(red("error: ") + text);
    }

    void flush() {
        out.flush();
        err.flush();
    }

    String bold(String text) {
        return paint("\u001b[1m", text);
    }

    String dim(String text) {
        return paint("\u001b[2m", text);
    }

    String green(String text) {
        return paint("\u001b[32m", text);
    }

    String yellow(String text) {
        return paint("\u001b[33m", text);
    }

    String red(String text) {
        return paint("\u001b[31m", text);
    }

    private String paint(String code, String text) {
        return coloured ? code + text + RESET : text;
    }
}
