package dev.eider.sandbox.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A broker in the foreground, until it or this program is stopped. */
final class BrokerCommand {
    private static final int PORT = 9092;
    private static final Set<String> NAMES = Set.of("--port", "--data", "--set", "--heap", "--topic", "--registry");

    private BrokerCommand() {}

    static void run(List<String> arguments) throws IOException {
        Options options = Options.of(arguments, NAMES);
        if (!options.rest().isEmpty()) {
            throw new IllegalArgumentException(
                    "Invalid option: " + options.rest().get(0) + " (unknown)");
        }
        BrokerConfig config = BrokerConfig.defaults()
                .port(options.number("--port", PORT))
                .heap(options.one("--heap").orElse("256m"));
        if (config.port() != 0 && !Ports.isFree(config.port())) {
            throw new IllegalArgumentException(
                    "Invalid --port: " + config.port() + " (somebody listens there already)");
        }
        for (String pair : options.all("--set")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("Invalid --set: " + pair + " (NAME=VALUE)");
            }
            config = config.with(pair.substring(0, equals), pair.substring(equals + 1));
        }
        Optional<Path> kept = options.one("--data").map(Path::of);
        Path folder = kept.isPresent() ? kept.get() : Files.createTempDirectory("eider-broker");
        try (Broker broker = Broker.start(folder, config);
                Services services = Services.of(broker, options)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(broker, folder, kept), "broker-end"));
            System.out.println(broker.bootstrap());
            services.url().ifPresent(System.out::println);
            System.out.flush();
            broker.await();
        }
    }

    private static void end(Broker broker, Path folder, Optional<Path> kept) {
        if (kept.isPresent()) {
            broker.stop();
        } else {
            broker.close();
            Folders.remove(folder);
        }
    }

    /** What stands beside the broker: topics that were asked for, and a registry. */
    private record Services(Optional<SchemaRegistry> registry) implements AutoCloseable {
        static Services of(Broker broker, Options options) throws IOException {
            if (!options.all("--topic").isEmpty()) {
                try (Topics topics = new Topics(broker.bootstrap())) {
                    options.all("--topic").forEach(topic -> create(topic, topics));
                }
            }
            return options.one("--registry").isEmpty()
                    ? new Services(Optional.empty())
                    : new Services(Optional.of(SchemaRegistry.start(options.number("--registry", 0))));
        }

        private static void create(String topic, Topics topics) {
            int colon = topic.lastIndexOf(':');
            String name = colon < 0 ? topic : topic.substring(0, colon);
            String partitions = colon < 0 ? "1" : topic.substring(colon + 1);
            if (!partitions.matches("[1-9][0-9]{0,3}")) {
                throw new IllegalArgumentException("Invalid --topic: " + topic + " (NAME:PARTITIONS)");
            }
            topics.createIfAbsent(name, Integer.parseInt(partitions));
        }

        Optional<String> url() {
            return registry.map(each -> each.url().toString());
        }

        @Override
        public void close() {
            registry.ifPresent(SchemaRegistry::close);
        }
    }
}
