package dev.eider.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The sandbox as a program: prints its base URL in one line as soon as it answers, ends on SIGTERM, and with
 * {@code --until-stdin-closes} when its parent is gone. Exit 2 for arguments that are no good, 3 if it cannot start.
 */
public final class Main {
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_START = 3;

    private Main() {}

    /** Runs until told to stop. */
    public static void main(String[] arguments) throws InterruptedException {
        if (List.of(arguments).contains("--help")) {
            System.out.println(Arguments.USAGE);
            return;
        }
        try {
            Arguments parsed = Arguments.parse(List.of(arguments), System.getenv());
            run(parsed);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("See --help.");
            System.exit(EXIT_USAGE);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(EXIT_START);
        }
    }

    private static void run(Arguments arguments) throws IOException, InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        try (SandboxServer server = SandboxServer.start(arguments.config())) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "sandbox-stop"));
            if (arguments.pidfile().isPresent()) {
                Path pidfile = arguments.pidfile().get();
                Files.writeString(pidfile, ProcessHandle.current().pid() + "\n", StandardCharsets.UTF_8);
                pidfile.toFile().deleteOnExit();
            }
            System.out.println(server.baseUrl());
            System.out.flush();
            if (arguments.stopsWithStdin()) {
                Thread watch = new Thread(() -> drain(stop), "sandbox-stdin");
                watch.setDaemon(true);
                watch.start();
            }
            stop.await();
        }
    }

    private static void drain(CountDownLatch stop) {
        try {
            // What the parent says is of no interest; that it is there is.
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("Cannot read standard input: " + e.getMessage());
        } finally {
            stop.countDown();
        }
    }
}
