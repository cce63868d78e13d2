package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eider.cli.Console;
import dev.eider.cli.Main;
import dev.eider.cli.Surroundings;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.BucketCall;
import dev.eider.zones.Nonces;
import dev.eider.zones.Progress;
import dev.eider.zones.WatchedBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One that follows and is asked to end leaves, whatever takes for ever, and the next one goes on. */
@Tag("soak")
final class FollowStopTest {
    private static final String STUCK = "stuck at ";
    private static final long TIME = 1_743_901_323_045L;

    @TempDir
    Path folder;

    /** The program with a bucket that never answers a call that creates an object of these names. */
    static final class StuckProgram {
        private StuckProgram() {}

        public static void main(String[] arguments) {
            Console console = new Console(System.out, System.out, false, Map.of());
            Surroundings surroundings = new Surroundings(
                    console,
                    Map.of(),
                    Clock.systemUTC(),
                    Nonces.random(),
                    bucket -> new WatchedBucket(bucket) {
                        @Override
                        protected void before(BucketCall call) {
                            if (call.method() == BucketCall.Method.CREATE
                                    && call.name().startsWith(arguments[0])) {
                                System.out.println(STUCK + call.name());
                                await(new CountDownLatch(1));
                            }
                        }

                        @Override
                        protected void after(BucketCall call) {}
                    },
                    Progress.NONE);
            List<String> command = List.of(arguments).subList(1, arguments.length);
            System.exit(Main.run(surroundings, command.toArray(String[]::new)));
        }

        private static void await(CountDownLatch never) {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"warehouse/generations/", "manifests/event/stage/"})
    void leavesWhatIsUnderWayToTheNextOne(String stuck) throws Exception {
        String topic = SharedBroker.newTopic("follow.stop", 1);
        TopicProject project = TopicProject.of(folder.resolve("project"), topic, 3);
        produce(topic, 0, 20);
        Path output = folder.resolve("follower.txt");
        Process follower = ChildJava.in(folder.resolve("java"))
                .start(
                        StuckProgram.class,
                        List.of(
                                stuck,
                                "follow",
                                "--every",
                                "1s",
                                "-C",
                                project.root().toString()),
                        output);
        try {
            await().atMost(Duration.ofSeconds(ChildJava.SECONDS_MAX)).until(() -> says(output, STUCK + stuck));
            produce(topic, 20, 20);
            follower.destroy();
            assertThat(follower.waitFor(60, TimeUnit.SECONDS))
                    .as("ends when asked")
                    .isTrue();
        } finally {
            follower.destroyForcibly().waitFor();
        }
        assertThat(follower.exitValue()).as(Files.readString(output)).isZero();
        assertThat(project.published()).doesNotExist();

        TopicProject.Ended next = project.run("follow --until-caught-up");
        assertThat(next.status()).as(next.output()).isZero();
        assertThat(Duck.query(project.published(), "SELECT count(*), count(DISTINCT event_id) FROM event_fact"))
                .containsExactly("40|40");
        try (var left = Files.list(project.root().resolve(".eider/scratch"))) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("run-")))
                    .as("scratch of the one that left")
                    .isEmpty();
        }
    }

    private static boolean says(Path output, String text) throws IOException {
        return Files.exists(output) && Files.readString(output).contains(text);
    }

    private static void produce(String topic, int from, int count) {
        List<byte[]> values = new ArrayList<>();
        for (long id = from; id < from + count; id++) {
            values.add(TopicProject.event(id, TIME + id, "1.00"));
        }
        SharedBroker.topics().produce(topic, 0, values);
    }
}
