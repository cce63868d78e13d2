package dev.eider.sandbox.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.utils.Time;

/**
 * A broker as a program: {@code BrokerMain server.properties}. Formats its storage the first time, says {@code ready}
 * in one line as soon as it serves, ends on SIGTERM, and when standard input ends: with the program that started it.
 */
final class BrokerMain {
    /** Fixed, so that each broker of a cluster can format its storage by itself. */
    private static final String CLUSTER_ID = "ZWlkZXItc2FuZGJveC0wMQ";

    private static final String READY = "ready";
    private static final int EXIT_START = 1;

    private BrokerMain() {}

    /** Runs the broker until it is told to end. */
    public static void main(String... arguments) {
        PrintStream out = System.out;
        try {
            run(Path.of(arguments[0]), out);
        } catch (IOException | RuntimeException e) {
            System.err.println("Cannot start the broker: " + e);
            System.exit(EXIT_START);
        }
    }

    private static void run(Path file, PrintStream out) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        allowKeyUrls(properties);
        int status = StorageTool.execute(
                new String[] {"format", "--ignore-formatted", "-t", CLUSTER_ID, "-c", file.toString()}, System.err);
        if (status != 0) {
            throw new IOException("Cannot format " + properties.getProperty("log.dirs"));
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-stop"));
        Thread watch = new Thread(BrokerMain::endWithInput, "broker-stdin");
        watch.setDaemon(true);
        watch.start();
        server.startup();
        out.println(READY);
        out.flush();
        server.awaitShutdown();
    }

    /** Kafka asks no URL for keys of tokens unless a property of the JVM names it; these are of who starts the broker. */
    private static void allowKeyUrls(Properties properties) {
        String urls = properties.stringPropertyNames().stream()
                .filter(name -> name.endsWith(SaslConfigs.SASL_OAUTHBEARER_JWKS_ENDPOINT_URL))
                .map(properties::getProperty)
                .collect(Collectors.joining(","));
        System.setProperty(BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG, urls);
    }

    private static void endWithInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("Cannot read standard input: " + e.getMessage());
        }
        // Nobody is left who would want its data in order.
        Runtime.getRuntime().halt(EXIT_START);
    }
}
