package dev.eider.sandbox.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The one broker that all tests of a JVM share: started when first asked for, ended with the JVM. Tests keep apart by
 * {@link #topicName}. Whoever wants to kill a broker starts one of its own. Thread-safe.
 */
public final class SharedBroker {
    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static @Nullable Broker broker;
    private static @Nullable Topics topics;

    private SharedBroker() {}

    /** Where clients connect. */
    public static synchronized String bootstrap() {
        if (broker == null) {
            try {
                Path folder = Files.createTempDirectory("eider-broker");
                broker = Broker.start(
                        folder, BrokerConfig.defaults().compactingSoon().retentionCheckedEvery(500));
                Broker started = broker;
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started, folder), "shared-broker-stop"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return broker.bootstrap();
    }

    /** Its topics: to make them and to fill them. */
    public static synchronized Topics topics() {
        if (topics == null) {
            topics = new Topics(bootstrap());
        }
        return topics;
    }

    /** A name that no other test of this JVM has: {@code NAME-1}. */
    public static String topicName(String name) {
        return name + '-' + TOPICS.incrementAndGet();
    }

    /** Makes a topic of such a name with so many partitions; its name. */
    public static String newTopic(String name, int partitions) {
        String topic = topicName(name);
        topics().create(topic, partitions);
        return topic;
    }

    private static void end(Broker broker, Path folder) {
        broker.close();
        Folders.remove(folder);
    }
}
