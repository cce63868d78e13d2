package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eider.cli.Main;
import dev.eider.sandbox.kafka.SharedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
    private static final int KILLS = 4;

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

    /** Whatever it was doing, what it had begun is ended by the next one, and nothing is seen twice. */
    @Test
    void killedAtAnyMomentItGoesOn() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String topic = SharedBroker.newTopic("follow.killed", 2);
        TopicProject project = TopicProject.of(folder.resolve("project"), topic, KEPT);
        ChildJava java = ChildJava.in(folder.resolve("java"));
        long id = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process follower = follow(java, project, kill);
            try {
                long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2_000 + random.nextInt(3_000));
                while (System.nanoTime() < until) {
                    id = produce(topic, id, 50);
                    follower.waitFor(100, TimeUnit.MILLISECONDS);
                }
            } finally {
                follower.destroyForcibly().waitFor();
            }
        }
        Process last = follow(java, project, KILLS);
        try {
            long all = id;
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(project.published())
                            && Duck.query(project.published(), "SELECT count(*) FROM event_fact")
                                    .contains(Long.toString(all)));
            assertThat(Duck.query(project.published(), "SELECT count(DISTINCT event_id), sum(amount) FROM event_fact"))
                    .as("seed %d", seed)
                    .containsExactly(all + "|" + all + ".00");
            last.destroy();
            assertThat(last.waitFor(30, TimeUnit.SECONDS))
                    .as("ends when it is asked to")
                    .isTrue();
            assertThat(last.exitValue()).isZero();
        } finally {
            last.destroyForcibly();
        }
    }

    private Process follow(ChildJava java, TopicProject project, int number) throws IOException {
        List<String> arguments = List.of("follow", "-C", project.root().toString(), "--every", "1s");
        return java.start(Main.class, arguments, folder.resolve("follower-" + number + ".txt"));
    }

    private static long produce(String topic, long from, int count) {
        List<byte[]> values = new ArrayList<>();
        for (long id = from; id < from + count; id++) {
            values.add(TopicProject.event(id, Clock.systemUTC().millis(), "1.00"));
        }
        SharedBroker.topics().produce(topic, (int) (from / count % 2), values);
        return from + count;
    }
}
