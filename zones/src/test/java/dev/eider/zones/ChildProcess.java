package dev.eider.zones;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another Java with the classes of this one, which talks by lines. Closing it ends it. */
public final class ChildProcess implements Closeable {
    private static final long END_SECONDS_MAX = 60;

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;

    private ChildProcess(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Starts the class's main; its errors appear among the test's own. */
    public static ChildProcess start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ChildProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Sends a line. */
    public void tell(String line) throws IOException {
        orders.write(line);
        orders.newLine();
        orders.flush();
    }

    /** The next line that it writes. */
    public String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the child ended without an answer");
        }
        return line;
    }

    /** Waits for its end. */
    public int exitStatus() throws IOException, InterruptedException {
        orders.close();
        if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new IOException("the child does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
