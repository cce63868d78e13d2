package dev.eider.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.HaltingBucket;
import dev.eider.zones.StageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills those who read a topic; whatever was going on, zones hold afterwards what an undisturbed run yields. */
@Tag("slow")
final class StreamKillsTest {
    private static final int PARTITIONS = 2;
    private static final int RECORDS = 300;
    private static final int CHILDREN_AT_ONCE = 2;
    private static final int KILLS_OF_MEMBERS = 26;
    private static final int KILLS_OF_MEMBERS_IN_SOAK = 150;
    private static final int KILLS_WITHOUT_A_RANGE_MAX = 5;
    private static final long SEED = 20_251_122;
    private static final int REJECTED_EACH = 10;
    private static final String[] CATCH_UP = {"stream", "--until-caught-up"};
    private static final String[] STAY = {"stream", "--commit-every", "1s"};

    @TempDir
    private Path folder;

    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endsWhatItStarted() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void killedAroundEachObjectThatIsCreated() throws Exception {
        killAtEach(calls -> IntStream.rangeClosed(1, calls.size())
                .filter(call -> calls.get(call - 1).startsWith("CREATE"))
                .boxed()
                .flatMap(call -> Stream.of(KillPoint.beforeCall(call), KillPoint.afterCall(call)))
                .toList());
    }

    @Test
    @Tag("soak")
    void killedAtAnyCallOfTheBucket() throws Exception {
        killAtEach(calls -> IntStream.rangeClosed(1, calls.size())
                .mapToObj(KillPoint::beforeCall)
                .toList());
    }

    private void killAtEach(Function<List<String>, List<KillPoint>> choice) throws Exception {
        String topic = SharedBroker.newTopic("killed", PARTITIONS);
        Map<Integer, List<String>> produced = produce(topic, RECORDS);
        ChildJava java = ChildJava.in(folder.resolve("java"));
        StreamProject undisturbed = project(topic);
        Path output = folder.resolve("undisturbed.txt");
        int status = ChildJava.statusOf(java.start(
                StreamProject.class, undisturbed.childArguments(group(), KillPoint.NEVER, CATCH_UP), output));
        assertThat(status).as(Files.readString(output)).isZero();
        ZonesOfTopic.Judged expected = judgedWhole(undisturbed, produced);
        List<String> calls = Files.readAllLines(output).stream()
                .filter(line -> line.startsWith(StreamProject.CALL))
                .map(line -> line.substring(StreamProject.CALL.length()))
                .toList();
        assertThat(calls)
                .anyMatch(call -> call.startsWith("CREATE manifests/event/raw/"))
                .anyMatch(call -> call.startsWith("CREATE manifests/event/stage/"));
        List<String> wrong = forEach(choice.apply(calls), point -> {
            StreamProject project = project(topic);
            Path told = folder.resolve(project.folder().getFileName() + ".txt");
            int ended = ChildJava.statusOf(
                    java.start(StreamProject.class, project.childArguments(group(), point, CATCH_UP), told));
            // Calls of several threads differ a little from run to run: a late point may not be reached.
            assertThat(ended).as(Files.readString(told)).isIn(0, HaltingBucket.EXIT_STATUS);
            StreamProject.Ended again = project.run(group(), CATCH_UP);
            assertThat(again.status()).as(again.output()).isZero();
            assertThat(project.zones().values()).isEqualTo(produced);
            assertThat(project.zones().judged()).isEqualTo(expected);
        });
        assertThat(wrong).isEmpty();
    }

    /** What an undisturbed run made of it, which is all of it. */
    private static ZonesOfTopic.Judged judgedWhole(StreamProject undisturbed, Map<Integer, List<String>> produced)
            throws Exception {
        assertThat(undisturbed.zones().values()).isEqualTo(produced);
        ZonesOfTopic.Judged judged = undisturbed.zones().judged();
        int records = produced.values().stream().mapToInt(List::size).sum();
        assertThat(judged.rejected()).hasSize(records / REJECTED_EACH).allMatch(row -> row.contains("wrong_type"));
        assertThat(judged.clean()).hasSize(records - records / REJECTED_EACH);
        return judged;
    }

    /** Has the topic read in peace, and by the project what it left; both must hold the same. */
    private void compareWithUndisturbed(StreamProject project, String topic, Map<Integer, List<String>> produced)
            throws Exception {
        StreamProject undisturbed = project(topic);
        for (StreamProject each : List.of(undisturbed, project)) {
            StreamProject.Ended ended = each.run(group(), CATCH_UP);
            assertThat(ended.status()).as(ended.output()).isZero();
        }
        assertThat(project.zones().values()).isEqualTo(produced);
        assertThat(project.zones().judged()).isEqualTo(judgedWhole(undisturbed, produced));
    }

    @Test
    void membersKilledWhileTheGroupRebalances() throws Exception {
        killMembers(KILLS_OF_MEMBERS, SEED);
    }

    @Test
    @Tag("soak")
    void membersKilledManyTimes() throws Exception {
        killMembers(KILLS_OF_MEMBERS_IN_SOAK, SEED + 1);
    }

    private void killMembers(int kills, long seed) throws Exception {
        System.out.println("kills of members: seed " + seed);
        Random random = new Random(seed);
        String topic = SharedBroker.newTopic("members", 2 * PARTITIONS);
        StreamProject project = project(topic);
        ChildJava java = ChildJava.in(folder.resolve("java"));
        leaveArchive(java, topic);
        String group = group();
        Process[] members = {start(java, project, group), start(java, project, group)};
        forgetSoon(group);
        Map<Integer, List<String>> produced = new TreeMap<>();
        for (int kill = 0; kill < kills; kill++) {
            add(produced, produce(topic, 20, 2 * PARTITIONS, kill));
            if (kill % KILLS_WITHOUT_A_RANGE_MAX == 0) {
                int ranges = project.zones().manifests(StageName.RAW).size();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> project.zones().manifests(StageName.RAW).size() > ranges);
            }
            int which = random.nextInt(members.length);
            members[which].waitFor(100 + random.nextInt(900), TimeUnit.MILLISECONDS);
            assertThat(members[which].isAlive())
                    .as("member lives until it is killed")
                    .isTrue();
            members[which].destroyForcibly().waitFor();
            members[which] = start(java, project, group);
        }
        for (Process member : members) {
            member.destroyForcibly().waitFor();
        }
        System.out.printf(
                "%d ranges, %d stagings by members that were killed later%n",
                project.zones().manifests(StageName.RAW).size(),
                project.zones().manifests(StageName.STAGE).size());
        compareWithUndisturbed(project, topic, produced);
    }

    /** Members start quickly once one of them has ended by itself. */
    private void leaveArchive(ChildJava java, String topic) throws Exception {
        Process process = start(java, project(topic), group(), CATCH_UP);
        assertThat(ChildJava.statusOf(process)).isZero();
    }

    /** Has the partitions of a killed member given to others before the next one is killed. */
    private static void forgetSoon(String prefix) throws Exception {
        String group = await().atMost(Duration.ofSeconds(60)).until(() -> group(prefix), name -> !name.isEmpty());
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        AlterConfigOp soon =
                new AlterConfigOp(new ConfigEntry("consumer.session.timeout.ms", "1000"), AlterConfigOp.OpType.SET);
        SharedBroker.topics()
                .admin()
                .incrementalAlterConfigs(Map.of(resource, List.of(soon)))
                .all()
                .get();
    }

    /** The group whose name begins so; empty while there is none. */
    private static String group(String prefix) throws Exception {
        return SharedBroker.topics().admin().listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .filter(name -> name.startsWith(prefix + "-"))
                .findFirst()
                .orElse("");
    }

    @Test
    void aMemberThatSleptThroughItsSessionTakesNothingTwice() throws Exception {
        String topic = SharedBroker.newTopic("slept", PARTITIONS);
        StreamProject project = project(topic);
        ChildJava java = ChildJava.in(folder.resolve("java"));
        String group = group();
        Map<Integer, List<String>> produced = new TreeMap<>();
        Process sleeper = start(java, project, group);
        add(produced, produce(topic, 50, PARTITIONS, 0));
        awaitRecords(project, PARTITIONS * 50);
        add(produced, produce(topic, 50, PARTITIONS, 1));
        signal(sleeper, "STOP");
        Process other = start(java, project, group);
        add(produced, produce(topic, 50, PARTITIONS, 2));
        awaitRecords(project, PARTITIONS * 150);
        signal(sleeper, "CONT");
        add(produced, produce(topic, 50, PARTITIONS, 3));
        awaitRecords(project, PARTITIONS * 200);
        for (Process member : List.of(sleeper, other)) {
            signal(member, "TERM");
            assertThat(member.waitFor(25, TimeUnit.SECONDS))
                    .as("ends when asked")
                    .isTrue();
            assertThat(member.exitValue()).isZero();
        }
        compareWithUndisturbed(project, topic, produced);
    }

    @Test
    void aMemberThatIsAskedToEndCommitsWhatItHas() throws Exception {
        String topic = SharedBroker.newTopic("asked", PARTITIONS);
        StreamProject project = project(topic);
        ChildJava java = ChildJava.in(folder.resolve("java"));
        Process member = start(java, project, group(), "stream", "--commit-every", "2s");
        Map<Integer, List<String>> produced = new TreeMap<>();
        add(produced, produce(topic, 10, PARTITIONS, 0));
        awaitRecords(project, PARTITIONS * 10);
        add(produced, produce(topic, 10, PARTITIONS, 1));
        member.waitFor(700, TimeUnit.MILLISECONDS);
        long asked = System.nanoTime();
        signal(member, "TERM");
        assertThat(member.waitFor(20, TimeUnit.SECONDS)).isTrue();
        System.out.printf("ended %d ms after SIGTERM%n", (System.nanoTime() - asked) / 1_000_000);
        assertThat(member.exitValue()).isZero();
        assertThat(project.zones().values()).isEqualTo(produced);
    }

    private Process start(ChildJava java, StreamProject project, String group) throws IOException {
        return start(java, project, group, STAY);
    }

    private Process start(ChildJava java, StreamProject project, String group, String... command) throws IOException {
        Process process = java.start(
                StreamProject.class,
                project.childArguments(group, KillPoint.NEVER, command),
                folder.resolve("member-" + numbers.incrementAndGet() + ".txt"));
        processes.add(process);
        return process;
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void awaitRecords(StreamProject project, int count) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> project.zones().values().values().stream()
                                .mapToInt(List::size)
                                .sum()
                        == count);
    }

    private StreamProject project(String topic) throws IOException {
        return StreamProject.make(
                folder.resolve("project-" + numbers.incrementAndGet()), SharedBroker.bootstrap(), topic);
    }

    private String group() {
        return "group-" + folder.getFileName() + "-" + numbers.incrementAndGet();
    }

    private static Map<Integer, List<String>> produce(String topic, int records) {
        return produce(topic, records, PARTITIONS, 0);
    }

    private static Map<Integer, List<String>> produce(String topic, int records, int partitions, int round) {
        Map<Integer, List<String>> produced = new TreeMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            int number = partition;
            List<String> values = IntStream.range(0, records)
                    .mapToObj(i -> value(round * 1_000_000 + number * 100_000 + i))
                    .toList();
            SharedBroker.topics()
                    .produce(
                            topic,
                            partition,
                            values.stream().map(value -> value.getBytes(UTF_8)).toList());
            produced.put(partition, values);
        }
        return produced;
    }

    private static String value(int id) {
        return "{\"id\":" + (id % REJECTED_EACH == 0 ? "\"none " + id + "\"" : id) + "}";
    }

    private static void add(Map<Integer, List<String>> all, Map<Integer, List<String>> more) {
        more.forEach((partition, values) ->
                all.computeIfAbsent(partition, p -> new ArrayList<>()).addAll(values));
    }

    private interface Deed<P> {
        void on(P point) throws Exception;
    }

    private static <P> List<String> forEach(List<P> points, Deed<P> deed) throws Exception {
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(CHILDREN_AT_ONCE);
        try {
            List<Callable<String>> tasks = new ArrayList<>();
            for (P point : points) {
                tasks.add(() -> {
                    try {
                        deed.on(point);
                        return "";
                    } catch (AssertionError | Exception e) {
                        return point + ": " + e;
                    }
                });
            }
            List<String> wrong = new ArrayList<>();
            for (Future<String> task : threads.invokeAll(tasks)) {
                if (!task.get().isEmpty()) {
                    wrong.add(task.get());
                }
            }
            System.out.printf(
                    "killed %d times in %d s%n",
                    points.size(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
            return wrong;
        } finally {
            threads.shutdownNow();
        }
    }
}
