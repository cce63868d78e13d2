package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.kafka.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics to what readers see, in one process: nothing is lost or doubled, soon there, and old generations go. */
@Tag("slow")
final class FollowTest {
    private static final int RATE = 500;
    private static final int SECONDS = 8;
    private static final int EVERY = 2;
    private static final int KEPT = 2;

    @TempDir
    Path folder;

    /** One record in a hundred says what its contract refuses. */
    private static long produce(String topic) throws Exception {
        long records = 0;
        try (KafkaProducer<byte[], byte[]> producer = SharedBroker.topics().producer(Map.of())) {
            long began = System.nanoTime();
            long total = (long) RATE * SECONDS;
            for (; records < total; records++) {
                long at = began + TimeUnit.SECONDS.toNanos(1) * records / RATE;
                while (System.nanoTime() < at) {
                    LockSupport.parkNanos(at - System.nanoTime());
                }
                String amount = records % 100 == 7 ? "\"much\"" : "1.50";
                byte[] value = TopicProject.event(records, Clock.systemUTC().millis(), amount);
                producer.send(new ProducerRecord<>(topic, value));
            }
        }
        return records;
    }

    /** What a reader sees who looks all the time. */
    private record Seen(int generations, List<Double> ages) {}

    private static Seen look(Path published, Future<?> until) throws Exception {
        int generations = 0;
        Set<String> ids = new HashSet<>();
        List<Double> ages = new ArrayList<>();
        Path last = Path.of("");
        while (!endsWithin(until, 50)) {
            if (Files.exists(published)) {
                Path real = published.toRealPath();
                if (!real.equals(last)) {
                    last = real;
                    generations++;
                    double now = Clock.systemUTC().millis() / 1_000.0;
                    List<String> found = Duck.query(real, "SELECT event_id, sent FROM event_fact");
                    for (String row : found) {
                        if (ids.add(row.substring(0, row.indexOf('|')))) {
                            ages.add(now - Long.parseLong(row.substring(row.indexOf('|') + 1)) / 1_000.0);
                        }
                    }
                }
            }
        }
        return new Seen(generations, ages);
    }

    private static boolean endsWithin(Future<?> run, long millis) throws Exception {
        try {
            run.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Test
    void whatIsProducedIsSeenSoon() throws Exception {
        String topic = SharedBroker.newTopic("follow", 3);
        TopicProject project = TopicProject.of(folder.resolve("project"), topic, KEPT);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Future<TopicProject.Ended> following =
                    threads.submit(() -> project.run("follow --every " + EVERY + "s --for " + (SECONDS + 6) + "s"));
            Callable<Long> producer = () -> produce(topic);
            Future<Long> producing = threads.submit(producer);
            Seen seen = look(project.published(), following);
            assertThat(following.get().status()).as(following.get().output()).isZero();
            long produced = producing.get();
            List<Double> ages = seen.ages().stream().sorted().toList();
            assertThat(ages).as("seen while it ran").hasSizeGreaterThan((int) produced / 2);
            double p99 = ages.get(ages.size() * 99 / 100);
            assertThat(p99).as("seconds from produce to published, of 99 %").isLessThan(30);
            assertThat(seen.generations()).isGreaterThan(1);
            assertThat(Duck.query(project.published(), "SELECT count(*), count(DISTINCT event_id) FROM event_fact"))
                    .containsExactly(produced * 99 / 100 + "|" + produced * 99 / 100);
        } finally {
            threads.shutdownNow();
        }
        try (Stream<Path> generations = Files.list(project.root().resolve("data/warehouse/generations"))) {
            assertThat(generations).hasSizeLessThanOrEqualTo(KEPT);
        }
    }
}
