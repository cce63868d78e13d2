package dev.eider.sandbox.kafka;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The process of a broker. */
final class BrokerProcess {
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 30;
    private static final int LINES_TOLD = 25;

    private final Node node;
    private final Process process;
    private final long logStart;

    private BrokerProcess(Node node, Process process, long logStart) {
        this.node = node;
        this.process = process;
        this.logStart = logStart;
    }

    static BrokerProcess start(Node node, String heap) throws IOException {
        List<String> command = command(heap);
        command.add("dev.eider.sandbox.kafka.BrokerMain");
        command.add(node.properties().toString());
        long logStart = Files.exists(node.log()) ? Files.size(node.log()) : 0;
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(node.log().toFile()));
        return new BrokerProcess(node, builder.start(), logStart);
    }

    /** Java with the class path of a broker: this module, and the jars beside it that no other program loads. */
    private static List<String> command(String heap) throws IOException {
        Path own = ownPlace();
        Path jars = own.resolveSibling("broker").toAbsolutePath();
        if (!Files.isDirectory(jars)) {
            throw new IOException(
                    "Broker not found: no jars in " + jars + " (mvn -pl sandbox-kafka process-resources)");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of("-Djava.awt.headless=true", "-Dlogback.configurationFile=broker-logback.xml"));
        command.addAll(List.of("-cp", own + File.pathSeparator + jars.resolve("*")));
        return command;
    }

    private static Path ownPlace() throws IOException {
        try {
            return Path.of(BrokerProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("Cannot find the broker's jars: " + e.getMessage(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void awaitReady() throws IOException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(this::firstLine);
        try {
            if (!line.get(START_SECONDS, TimeUnit.SECONDS).isEmpty()) {
                return;
            }
        } catch (ExecutionException | TimeoutException e) {
            // Told below, with the end of the log.
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new IOException("Cannot start the broker: interrupted", e);
        }
        kill();
        throw new IOException(
                "Cannot start the broker: it does not serve; the end of " + node.log() + ":\n" + logEnd());
    }

    private String firstLine() {
        try {
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            String line = lines.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    /** What this process wrote last, without what is only told for information. */
    private String logEnd() throws IOException {
        byte[] log = Files.readAllBytes(node.log());
        int from = (int) Math.min(logStart, log.length);
        List<String> lines = new String(log, from, log.length - from, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.contains(" INFO "))
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()));
    }

    void await() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        process.destroy();
        if (!hasEnded()) {
            kill();
        }
    }

    void kill() {
        process.destroyForcibly();
        hasEnded();
    }

    private boolean hasEnded() {
        try {
            return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
