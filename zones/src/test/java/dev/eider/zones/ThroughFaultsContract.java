package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.StoreFault;
import dev.eider.sandbox.StoreProxy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a bucket on a store keeps besides where the way there fails, and the answers with it. Its test shows at the end,
 * by {@link #assertServed}, that there were faults.
 */
public abstract class ThroughFaultsContract extends BucketContract {
    private static final long SEED = 20_250_406;

    /** In a row on one call: as many as the proxy's own. */
    private static final int IN_A_ROW = 2;

    /** A reader that meets damage reads again: faults that are asked for may be followed by as many of the proxy's own. */
    private static final int READS_MAX = 2 * IN_A_ROW + 1;

    private static final int RACES = 60;
    private static final int RACERS = 3;

    /** Of each of the threads; a late listing costs a try. */
    private static final int COMMITS = 4;

    private static final int LARGE_BYTES = 24 * 1024 * 1024 + 7;

    /** What leads to the bucket. */
    protected abstract StoreProxy proxy();

    /** The same bucket as another program would open it. */
    protected abstract Bucket rival() throws Exception;

    /** What another process needs to open it, as it stands in the environment. */
    protected abstract Map<String, String> variables();

    /** That all kinds of faults occurred, and that no call was without its precondition. */
    protected static void assertServed(StoreProxy proxy) {
        System.getLogger(ThroughFaultsContract.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} calls, faults {1}",
                        proxy.requests().size(),
                        proxy.faults());
        assertThat(proxy.faults())
                .allSatisfy((fault, served) -> assertThat(served).as(fault.id()).isPositive());
        assertThat(proxy.violations()).isEmpty();
    }

    @AfterEach
    void forgetsFaultsThatNobodyMet() {
        proxy().failNoMore();
    }

    private interface Reading<T> {
        T read() throws Exception;
    }

    /** Damage must be said, never shown; then it is the reader's to read again. */
    private static <T> T patiently(Reading<T> reading) throws Exception {
        for (int read = 1; ; read++) {
            try {
                return reading.read();
            } catch (IOException e) {
                if (read == READS_MAX) {
                    throw e;
                }
                assertThat(e).message().containsAnyOf("checksum", "replaced");
            }
        }
    }

    @Override
    protected String read(String key, Range range) throws Exception {
        return patiently(() -> super.read(key, range));
    }

    private void meet(StoreFault fault) {
        proxy().failNoMore();
        proxy().failNext(
                        call -> true,
                        Arrays.stream(new StoreFault[IN_A_ROW])
                                .map(none -> fault)
                                .toArray(StoreFault[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void doesEveryThingInSpiteOf(StoreFault fault) throws Exception {
        long before = served(fault);
        bucket().list("a/", "", 10);
        meet(fault);
        Version first = bucket().createIfAbsent(key("a/b"), text("first")).orElseThrow();
        meet(fault);
        assertThat(bucket().createIfAbsent(key("a/b"), text("other"))).isEmpty();
        meet(fault);
        Version second = bucket().replace(key("a/b"), first, text("second")).orElseThrow();
        meet(fault);
        assertThat(bucket().replace(key("a/b"), first, text("third"))).isEmpty();
        meet(fault);
        assertThat(bucket().find(key("a/b")).orElseThrow().version()).isEqualTo(second);
        meet(fault);
        assertThat(read("a/b")).isEqualTo("second");
        meet(fault);
        assertThat(read("a/b", new Range(2, 3))).isEqualTo("con");
        meet(fault);
        assertThat(read("a/b", new Range(2, 1))).as("half of which is nothing").isEqualTo("c");
        meet(fault);
        assertThat(bucket().compose(key("c"), List.of(key("a/b"), key("a/b")))).isPresent();
        assertThat(read("c")).isEqualTo("secondsecond");
        meet(fault);
        bucket().supersede(key("a/b"), Instant.parse("2025-04-06T00:00:00Z"));
        meet(fault);
        bucket().delete(key("a/b"), first);
        assertThat(bucket().find(key("a/b"))).isPresent();
        meet(fault);
        bucket().delete(key("a/b"), second);
        assertThat(bucket().find(key("a/b"))).isEmpty();
        meet(fault);
        List<ObjectKey> left = bucket().list("", "", 10);
        assertThat(left).isEqualTo(List.of(key("c")));
        meet(fault);
        bucket().list("", "", 10);
        assertThat(served(fault)).as(fault.id()).isGreaterThan(before);
    }

    private long served(StoreFault fault) {
        return proxy().faults().getOrDefault(fault, 0L);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void bringsALargeObjectThereAndBackInSpiteOf(StoreFault fault) throws Exception {
        byte[] content = new byte[LARGE_BYTES];
        new Random(SEED).nextBytes(content);
        Path file = Files.write(folder.resolve("large"), content);
        // Not the first call, which announces the upload, but those that carry it.
        proxy().failNext(call -> isLarge(call.headers().getOrDefault("content-length", "0")), fault, fault);
        assertThat(bucket().createIfAbsent(key("large"), Body.of(file))).isPresent();
        assertThat(bucket().createIfAbsent(key("large"), text("other"))).isEmpty();
        meet(fault);
        assertThat(sha256("large")).isEqualTo(Hashing.sha256(content));
        assertThat(bucket().find(key("large")).orElseThrow().bytes()).isEqualTo(LARGE_BYTES);
    }

    private static boolean isLarge(String length) {
        return Long.parseLong(length) > 1_000_000;
    }

    private String sha256(String key) throws Exception {
        return patiently(() -> {
            try (InputStream in = bucket().open(key(key), Range.ALL)) {
                return Hashing.sha256(in);
            }
        });
    }

    /** Each believes what the answers let it believe, and many answers are lost. */
    @Test
    void givesANameToOneOfSeveralPrograms() throws Exception {
        List<Bucket> programs = List.of(bucket(), rival(), rival());
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            for (int race = 0; race < RACES; race++) {
                ObjectKey name = key("race/" + race);
                proxy().failNoMore();
                proxy().failNext(call -> true, StoreFault.ANSWER_LOST, StoreFault.HALF_BODY);
                CyclicBarrier start = new CyclicBarrier(RACERS);
                List<Future<Optional<Version>>> running = programs.stream()
                        .map(program -> threads.submit(() -> {
                            start.await();
                            return program.createIfAbsent(name, text("program " + programs.indexOf(program)));
                        }))
                        .toList();
                int winner = -1;
                for (int program = 0; program < RACERS; program++) {
                    if (running.get(program).get().isPresent()) {
                        assertThat(winner).as("the winner of race " + race).isNegative();
                        winner = program;
                    }
                }
                assertThat(read(name.value())).as("race " + race).isEqualTo("program " + winner);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Tag("slow")
    void givesANameToOneOfTwoProcesses() throws Exception {
        String[] arguments = Stream.concat(
                        Stream.of(bucket().describe(), ""),
                        variables().entrySet().stream().map(pair -> pair.getKey() + "=" + pair.getValue()))
                .toArray(String[]::new);
        int firstWon = 0;
        try (ChildProcess first = rival(arguments, "first");
                ChildProcess second = rival(arguments, "second")) {
            assertThat(List.of(first.answer(), second.answer())).containsOnly("ready");
            for (int race = 0; race < RACES; race++) {
                proxy().failNoMore();
                proxy().failNext(call -> true, StoreFault.ANSWER_LOST, StoreFault.HALF_BODY, StoreFault.ANSWER_LOST);
                first.tell("race/" + race);
                second.tell("race/" + race);
                List<String> answers = List.of(first.answer(), second.answer());
                assertThat(answers).as("race " + race).containsExactlyInAnyOrder("won", "lost");
                boolean won = answers.get(0).equals("won");
                assertThat(read("race/" + race)).as("race " + race).isEqualTo(won ? "first" : "second");
                firstWon += won ? 1 : 0;
            }
        }
        assertThat(firstWon).as("both must have run at once").isBetween(1, RACES - 1);
    }

    private static ChildProcess rival(String[] arguments, String name) throws IOException {
        String[] named = arguments.clone();
        named[1] = name;
        return ChildProcess.start(StoreRival.class, named);
    }

    /** A listing that is late makes a writer try a number that is taken, and nothing worse. */
    @Test
    void losesNoCommitWhereListingsAreLate() throws Exception {
        Clock clock = Clock.fixed(Manifests.END, ZoneOffset.UTC);
        List<Ledger> ledgers = List.of(new BucketLedger(bucket(), clock), new BucketLedger(rival(), clock));
        Map<Integer, String> committed = new ConcurrentHashMap<>();
        AtomicInteger late = new AtomicInteger();
        together(thread -> {
            Ledger ledger = ledgers.get(thread % ledgers.size());
            proxy().failNext(call -> true, StoreFault.STALE_LIST);
            for (int done = 0; done < COMMITS; ) {
                int number = 1 + latest(ledger);
                Manifest manifest = Manifests.raw(Revision.raw(Manifests.BATCH, number), "w" + thread + "-" + done);
                if (ledger.commit(manifest, clock.instant()) instanceof Commit.Done) {
                    assertThat(committed.put(number, manifest.outputs().toString()))
                            .isNull();
                    done++;
                    proxy().failNext(call -> true, StoreFault.STALE_LIST);
                } else {
                    late.incrementAndGet();
                }
            }
            return thread;
        });
        proxy().failNoMore();
        assertThat(late).as("numbers that were taken").hasPositiveValue();
        assertThat(committed).hasSize(THREADS * COMMITS).containsKeys(1, THREADS * COMMITS);
        for (int number : committed.keySet()) {
            Manifest manifest = ledgers.get(0).open(Revision.raw(Manifests.BATCH, number));
            assertThat(manifest.outputs()).hasToString(committed.get(number));
        }
    }

    private static int latest(Ledger ledger) throws Exception {
        return ledger.current(Manifests.BATCH.dataset(), StageName.RAW).stream()
                .mapToInt(Revision::number)
                .max()
                .orElse(0);
    }

    /** Where others came after a write whose answer was lost nobody can tell; then it must be said, and no more. */
    @Override
    @Test
    void losesNoUpdateOfACounter() throws Exception {
        bucket().createIfAbsent(key("counter"), text("0"));
        AtomicInteger unknown = new AtomicInteger();
        int rounds = 25;
        together(thread -> {
            for (int done = 0; done < rounds; ) {
                StoredObject now = bucket().find(key("counter")).orElseThrow();
                int next = Integer.parseInt(read("counter")) + 1;
                try {
                    done += bucket().replace(key("counter"), now.version(), text("" + next))
                                    .isPresent()
                            ? 1
                            : 0;
                } catch (OutcomeUnknownException e) {
                    unknown.incrementAndGet();
                }
            }
            return thread;
        });
        int all = THREADS * rounds;
        assertThat(Integer.parseInt(read("counter"))).isBetween(all, all + unknown.get());
    }
}
