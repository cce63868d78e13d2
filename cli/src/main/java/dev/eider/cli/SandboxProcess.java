package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sandbox as a process of its own, so that none of it is on this program's classpath. Ends with this program. */
final class SandboxProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 5;

    private final Process process;
    private final URI baseUrl;

    private SandboxProcess(Process process, URI baseUrl) {
        this.process = process;
        this.baseUrl = baseUrl;
    }

    /**
     * Starts a sandbox on a free port and waits until it answers.
     *
     * @param token what requests must bring; handed over by the environment, since arguments can be read by others
     */
    static SandboxProcess start(Installation installation, String token, List<String> options) throws EiderException {
        List<String> command = command(installation);
        command.add("--until-stdin-closes");
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("SANDBOX_TOKEN", token);
        try {
            Process process = builder.start();
            String url = firstLine(process);
            if (url == null) {
                throw new EiderException(
                        ErrorCode.INTERNAL, "Cannot start the sandbox: it ended at once", "eider sandbox --help");
            }
            return new SandboxProcess(process, URI.create(url));
        } catch (IOException e) {
            throw new EiderException(ErrorCode.INTERNAL, "Cannot start the sandbox: " + e.getMessage(), null, e);
        }
    }

    private static @Nullable String firstLine(Process process) throws IOException {
        // Not closed: closing it would close the sandbox's standard output.
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        return lines.readLine();
    }

    /** Runs a sandbox, or a command of it, in the foreground until it ends; its exit status. */
    static int runInForeground(Installation installation, List<String> options) throws EiderException {
        List<String> command = isAboutKafka(options) ? kafkaCommand(installation) : command(installation);
        command.addAll(options);
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "sandbox-stop"));
            return process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EiderException(ErrorCode.INTERNAL, "Cannot go on: interrupted", null, e);
        }
    }

    private static List<String> command(Installation installation) throws EiderException {
        List<String> command = java();
        command.add(jar(installation, "sandbox").toString());
        command.add("dev.eider.sandbox.Main");
        return command;
    }

    /** True for a command of the sandbox that is about Kafka. */
    private static boolean isAboutKafka(List<String> options) {
        return !options.isEmpty() && List.of("broker", "produce").contains(options.get(0));
    }

    private static List<String> kafkaCommand(Installation installation) throws EiderException {
        List<String> command = java();
        Path kafka = jar(installation, "sandbox-kafka");
        command.add(String.join(
                File.pathSeparator,
                kafka.toString(),
                jar(installation, "sandbox").toString(),
                kafka.resolveSibling("broker").resolve("*").toString()));
        command.add("-Dlogback.configurationFile=sandbox-logback.xml");
        command.add("dev.eider.sandbox.kafka.Main");
        return command;
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp"));
        return command;
    }

    private static Path jar(Installation installation, String module) throws EiderException {
        Path folder = installation.home().resolve(module).resolve("target");
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "eider-" + module + "-*.jar")) {
                for (Path jar : jars) {
                    if (!jar.getFileName().toString().contains("-tests")) {
                        return jar;
                    }
                }
            } catch (IOException e) {
                throw new EiderException(ErrorCode.NOT_FOUND, "Cannot read " + folder + ": " + e.getMessage(), null, e);
            }
        }
        throw new EiderException(
                ErrorCode.NOT_FOUND,
                "Sandbox not found: no jar in " + folder,
                "mvn -B -DskipTests -pl " + module + " -am package, in " + installation.home());
    }

    URI baseUrl() {
        return baseUrl;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
