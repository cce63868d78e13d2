package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.zones.HaltingBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Kills one command in children, over and over, and tells what the next run could not mend. */
final class Killing {
    private static final int CHILDREN_AT_ONCE = 2;

    private final Bank bank;
    private final ChildJava java;
    private final Path outputs;
    private final Optional<Program> base;
    private final String[] command;
    private final Map<String, String> before;
    private final Remains undisturbed;
    private final List<String> calls;
    private final int commits;
    private final Duration takes;

    private Killing(Bank bank, Path outputs, Optional<Program> base, String... command) throws Exception {
        this.bank = bank;
        this.java = ChildJava.in(outputs);
        this.outputs = outputs;
        this.base = base;
        this.command = command.clone();
        this.before = base.isPresent() ? Remains.of(base.get().bucket()).texts() : Map.of();
        Child counted = child(project(), KillPoint.NEVER);
        assertThat(counted.status()).as(Files.readString(counted.output())).isZero();
        this.undisturbed = Remains.of(counted.program().bucket());
        this.calls = counted.lines(Program.CALL);
        this.commits = Integer.parseInt(counted.lines(Program.COMMITS).get(0));
        Child timed = child(project(), KillPoint.NEVER);
        this.takes = timed.took();
        try (Likeness likeness = new Likeness(undisturbed)) {
            assertThat(likeness.differences(Remains.of(timed.program().bucket())))
                    .as("differences of two runs without a kill")
                    .isEmpty();
        }
    }

    /** A child that ended. */
    private record Child(Program program, int status, Path output, Duration took) {
        List<String> lines(String prefix) throws IOException {
            return Files.readAllLines(output).stream()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .toList();
        }
    }

    /** Of a command on a new project; it is run twice without a kill: the first child counts, the second is timed. */
    static Killing onNewProjects(Bank bank, Path folder, String... command) throws Exception {
        return new Killing(bank, folder, Optional.empty(), command);
    }

    /** Of a command on copies of a project. */
    static Killing onCopies(Bank bank, Program base, Path folder, String... command) throws Exception {
        return new Killing(bank, folder, Optional.of(base), command);
    }

    /** What the command leaves where nothing kills it. */
    Remains undisturbed() {
        return undisturbed;
    }

    /** The calls of the bucket that the command makes, in their order. */
    List<String> calls() {
        return calls;
    }

    /** How long it takes without a kill. */
    Duration takes() {
        return takes;
    }

    /** Before and after each call that changes an object whose name begins so. */
    List<KillPoint> pointsOfWrites(String prefix) {
        List<KillPoint> points = new ArrayList<>();
        for (int call = 1; call <= calls.size(); call++) {
            String name = calls.get(call - 1);
            if (!isRead(name) && name.substring(name.indexOf(' ') + 1).startsWith(prefix)) {
                points.add(KillPoint.beforeCall(call));
                points.add(KillPoint.afterCall(call));
            }
        }
        return points;
    }

    /** Before every so many calls that change nothing. */
    List<KillPoint> pointsOfReads(int step) {
        List<KillPoint> points = new ArrayList<>();
        int reads = 0;
        for (int call = 1; call <= calls.size(); call++) {
            if (isRead(calls.get(call - 1)) && reads++ % step == 0) {
                points.add(KillPoint.beforeCall(call));
            }
        }
        return points;
    }

    /** Before and after each commit to the warehouse. */
    List<KillPoint> pointsOfCommits() {
        List<KillPoint> points = new ArrayList<>();
        for (int commit = 1; commit <= commits; commit++) {
            points.add(KillPoint.beforeCommit(commit));
            points.add(KillPoint.afterCommit(commit));
        }
        return points;
    }

    private static boolean isRead(String call) {
        return call.startsWith("FIND") || call.startsWith("OPEN") || call.startsWith("LIST");
    }

    /** Kills at each point; what went wrong, by point. */
    List<String> killAtEach(List<KillPoint> points) throws Exception {
        return forEach(points, this::killAt);
    }

    /** Kills from outside, after each of these times. */
    List<String> killAfterEach(List<Duration> instants) throws Exception {
        return forEach(instants, this::killAfter);
    }

    private interface Kill<P> {
        List<String> at(P point, Likeness likeness) throws Exception;
    }

    private <P> List<String> forEach(List<P> points, Kill<P> kill) throws Exception {
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(CHILDREN_AT_ONCE);
        BlockingQueue<Likeness> likenesses = new ArrayBlockingQueue<>(CHILDREN_AT_ONCE);
        try {
            for (int i = 0; i < CHILDREN_AT_ONCE; i++) {
                likenesses.add(new Likeness(undisturbed));
            }
            List<Callable<List<String>>> tasks = new ArrayList<>();
            for (P point : points) {
                tasks.add(() -> {
                    Likeness likeness = likenesses.take();
                    try {
                        return kill.at(point, likeness).stream()
                                .map(wrong -> point + ": " + wrong)
                                .toList();
                    } finally {
                        likenesses.add(likeness);
                    }
                });
            }
            List<String> wrong = new ArrayList<>();
            for (Future<List<String>> task : threads.invokeAll(tasks)) {
                wrong.addAll(task.get());
            }
            System.out.printf(
                    "killed %d times in %d s%n",
                    points.size(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
            return wrong;
        } finally {
            threads.shutdownNow();
            for (Likeness likeness : likenesses) {
                likeness.close();
            }
        }
    }

    private List<String> killAt(KillPoint point, Likeness likeness) throws Exception {
        Child killed = child(project(), point);
        if (killed.status() != HaltingBucket.EXIT_STATUS) {
            return List.of(
                    "it was not killed but ended with " + killed.status() + "\n" + Files.readString(killed.output()));
        }
        return recover(killed.program(), likeness);
    }

    private List<String> killAfter(Duration instant, Likeness likeness) throws Exception {
        Program program = project();
        Path output = outputs.resolve(program.seed() + ".txt");
        Process process = java.start(Program.class, program.childArguments(KillPoint.NEVER, command), output);
        if (!process.waitFor(instant.toNanos(), TimeUnit.NANOSECONDS)) {
            process.destroyForcibly();
        }
        ChildJava.statusOf(process);
        return recover(program, likeness);
    }

    /** What stands after the kill must be whole and of before or after it; one more run must bring all. */
    private List<String> recover(Program killed, Likeness likeness) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, String> text :
                Remains.of(killed.bucket()).texts().entrySet()) {
            if (!text.getValue().equals(undisturbed.texts().get(text.getKey()))
                    && !text.getValue().equals(before.get(text.getKey()))) {
                wrong.add("right after the kill " + text.getKey() + " is wrong:\n" + text.getValue());
            }
        }
        Program.Ended ended = bank.again(killed).run(command);
        if (ended.status() != 0) {
            wrong.add("the next run ended with " + ended.status() + "\n" + ended.output());
            return wrong;
        }
        wrong.addAll(likeness.differences(Remains.of(killed.bucket())));
        if (killed.zones().isHere() && !Remains.isLinked(killed.bucket())) {
            wrong.add("the link does not lead to what the pointer names");
        }
        try (Stream<Path> left = Files.list(killed.project().resolve(".eider/scratch"))) {
            left.filter(file -> file.getFileName().toString().startsWith("run-"))
                    .forEach(file -> wrong.add("scratch of the killed process is still there: " + file));
        }
        return wrong;
    }

    private Program project() throws IOException {
        return base.isPresent() ? bank.copyOf(base.get()) : bank.project();
    }

    private Child child(Program program, KillPoint point) throws IOException, InterruptedException {
        Path output = outputs.resolve(program.seed() + ".txt");
        long start = System.nanoTime();
        Process process = java.start(Program.class, program.childArguments(point, command), output);
        int status = ChildJava.statusOf(process);
        return new Child(program, status, output, Duration.ofNanos(System.nanoTime() - start));
    }
}
