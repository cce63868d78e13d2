package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every bucket keeps, whatever it is made of. An adapter's test extends this and says how one is made. */
public abstract class BucketContract {
    protected static final int THREADS = 4;
    private static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(5);
    private static final long SEED = 20_250_406;

    @TempDir
    protected Path folder;

    /** The bucket under test: empty, the same one in the course of a test. */
    protected abstract Bucket bucket();

    /** The time by the clock of the store, more or less. */
    protected Instant now() {
        return Instant.now();
    }

    protected static ObjectKey key(String value) {
        return new ObjectKey(value);
    }

    protected static Body text(String content) {
        return Body.of(content.getBytes(StandardCharsets.UTF_8));
    }

    protected String read(String key) throws Exception {
        return read(key, Range.ALL);
    }

    protected String read(String key, Range range) throws Exception {
        try (InputStream in = bucket().open(key(key), range)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static BucketException failure(Callable<?> call) {
        try {
            call.call();
        } catch (BucketException e) {
            return e;
        } catch (Exception e) {
            throw new AssertionError("not a failure of the bucket", e);
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void createsAnObjectOnce() throws Exception {
        assertThat(bucket().createIfAbsent(key("a/b.json"), text("first"))).isPresent();
        assertThat(bucket().createIfAbsent(key("a/b.json"), text("second"))).isEmpty();
        assertThat(read("a/b.json")).isEqualTo("first");
    }

    @Test
    void findsWhatItCreatedUnderTheVersionItGave() throws Exception {
        Optional<Version> created = bucket().createIfAbsent(key("a/b"), text("12345"));
        StoredObject found = bucket().find(key("a/b")).orElseThrow();
        assertThat(found.key()).isEqualTo(key("a/b"));
        assertThat(found.version()).isEqualTo(created.orElseThrow());
        assertThat(found.bytes()).isEqualTo(5);
        assertThat(found.modified()).isBetween(now().minus(CLOCKS_APART_MAX), now().plus(CLOCKS_APART_MAX));
        assertThat(bucket().find(key("a"))).isEmpty();
        assertThat(bucket().find(key("a/b/c"))).isEmpty();
    }

    @Test
    void keepsAnEmptyObject() throws Exception {
        bucket().createIfAbsent(key("empty"), text(""));
        assertThat(read("empty")).isEmpty();
        assertThat(bucket().find(key("empty")).orElseThrow().bytes()).isZero();
    }

    @Test
    void saysWhatIsMissing() {
        BucketException failure = failure(() -> bucket().open(key("no/such"), Range.ALL));
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(failure).hasMessage("Object not found: no/such in " + bucket().describe());
    }

    @Test
    void takesAFileOver() throws Exception {
        Path file = Files.writeString(folder.resolve("part"), "taken");
        assertThat(bucket().createIfAbsent(key("a/part"), Body.taking(file))).isPresent();
        assertThat(read("a/part")).isEqualTo("taken");
    }

    @Test
    void leavesAFileThatIsOnlyReadAsItWas() throws Exception {
        Path file = Files.writeString(folder.resolve("part"), "kept");
        bucket().createIfAbsent(key("a/part"), Body.of(file));
        Files.writeString(file, "changed afterwards");
        assertThat(read("a/part")).isEqualTo("kept");
    }

    @Test
    void readsRanges() throws Exception {
        bucket().createIfAbsent(key("digits"), text("0123456789"));
        assertThat(read("digits", new Range(0, 3))).isEqualTo("012");
        assertThat(read("digits", new Range(4, 2))).isEqualTo("45");
        assertThat(read("digits", new Range(8, 5))).isEqualTo("89");
        assertThat(read("digits", new Range(7, Range.TO_END))).isEqualTo("789");
        assertThat(read("digits", new Range(3, 0))).isEmpty();
        assertThat(read("digits", new Range(10, 1))).isEmpty();
        assertThat(read("digits", new Range(99, Range.TO_END))).isEmpty();
    }

    @Test
    void replacesWhatStillHasTheExpectedVersion() throws Exception {
        Version first = bucket().createIfAbsent(key("pointer"), text("1")).orElseThrow();
        Version second = bucket().replace(key("pointer"), first, text("2")).orElseThrow();
        assertThat(bucket().replace(key("pointer"), first, text("3"))).isEmpty();
        assertThat(read("pointer")).isEqualTo("2");
        assertThat(bucket().find(key("pointer")).orElseThrow().version()).isEqualTo(second);
        assertThat(bucket().replace(key("nothing"), first, text("4"))).isEmpty();
        assertThat(bucket().find(key("nothing"))).isEmpty();
    }

    @Test
    void tellsContentThatCameBackFromContentThatStayed() throws Exception {
        Version first = bucket().createIfAbsent(key("pointer"), text("A")).orElseThrow();
        Version latest = first;
        for (int i = 0; i < 200; i++) {
            latest = bucket().replace(key("pointer"), latest, text(i % 2 == 0 ? "B" : "A"))
                    .orElseThrow();
            assertThat(bucket().replace(key("pointer"), first, text("C")))
                    .as("round " + i)
                    .isEmpty();
        }
    }

    @Test
    void deletesWhatStillHasTheExpectedVersion() throws Exception {
        Version first = bucket().createIfAbsent(key("a/b"), text("1")).orElseThrow();
        Version second = bucket().replace(key("a/b"), first, text("2")).orElseThrow();
        bucket().delete(key("a/b"), first);
        assertThat(read("a/b")).isEqualTo("2");
        bucket().delete(key("a/b"), second);
        assertThat(bucket().find(key("a/b"))).isEmpty();
        bucket().delete(key("a/b"), second);
        assertThat(bucket().createIfAbsent(key("a/b"), text("3"))).isPresent();
    }

    @Test
    void listsNamesInTheirOrderWhateverTheirFolders() throws Exception {
        List<String> names =
                List.of("a-b", "a.b", "a/x", "a/x.y", "a0", "b/c/d", "b/c-d", "b/c.d", "B", "a=1/x", "a/y/z");
        for (String name : names) {
            bucket().createIfAbsent(key(name), text(name));
        }
        assertThat(bucket().list("", "", 100))
                .extracting(ObjectKey::value)
                .containsExactlyElementsOf(new TreeSet<>(names));
        assertThat(bucket().list("a/", "", 100)).extracting(ObjectKey::value).containsExactly("a/x", "a/x.y", "a/y/z");
        assertThat(bucket().list("a/x", "", 100)).extracting(ObjectKey::value).containsExactly("a/x", "a/x.y");
        assertThat(bucket().list("b/c", "b/c-d", 1))
                .extracting(ObjectKey::value)
                .containsExactly("b/c.d");
        assertThat(bucket().list("none/", "", 100)).isEmpty();
        assertThat(bucket().list("a/x/", "", 100)).isEmpty();
        assertThat(bucket().list("", "", 0)).isEmpty();
    }

    @Test
    void listsPageByPageWhatItListsAtOnce() throws Exception {
        Random random = new Random(SEED);
        TreeSet<String> names = new TreeSet<>();
        String[] segments = {"a", "a-", "a.b", "b", "b0", "raw", "2025-04-06", "=x"};
        for (int i = 0; i < 120; i++) {
            StringBuilder name = new StringBuilder();
            for (int depth = random.nextInt(3); depth >= 0; depth--) {
                name.append(segments[random.nextInt(segments.length)]).append("/");
            }
            names.add(name + "o" + random.nextInt(30));
        }
        for (String name : names) {
            bucket().createIfAbsent(key(name), text(name));
        }
        for (String prefix : List.of("", "a", "a/", "b0/raw", "2025-04-06/a-/")) {
            for (int page : List.of(1, 7, 1000)) {
                List<String> paged = new ArrayList<>();
                List<ObjectKey> some;
                do {
                    String after = paged.isEmpty() ? "" : paged.get(paged.size() - 1);
                    some = bucket().list(prefix, after, page);
                    some.forEach(k -> paged.add(k.value()));
                } while (!some.isEmpty());
                assertThat(paged)
                        .as("prefix '%s', pages of %d, seed %d", prefix, page, SEED)
                        .containsExactlyElementsOf(
                                names.stream().filter(n -> n.startsWith(prefix)).toList());
            }
        }
    }

    @Test
    void refusesNamesThatLeadOutOrCannotBeEverywhere() {
        for (String name : List.of(
                "",
                "/a",
                "a/",
                "a//b",
                "../a",
                "a/../b",
                ".hidden",
                "a/.tmp",
                "a b",
                "a\u0000",
                "ä",
                "a\\b",
                "a".repeat(256))) {
            assertThatThrownBy(() -> key(name))
                    .as("'%s'", name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Invalid object key: ");
        }
    }

    @Test
    void showsNothingOfAnObjectWhoseContentBreaksOff() throws Exception {
        Body broken = brokenAfter(100_000, 1_000_000);
        BucketException failure = failure(() -> bucket().createIfAbsent(key("a/b"), broken));
        assertThat(failure).hasMessageContaining("Cannot write a/b in ").hasMessageContaining("the source broke off");
        assertThat(bucket().find(key("a/b"))).isEmpty();
        assertThat(bucket().list("", "", 10)).isEmpty();
        assertThat(bucket().createIfAbsent(key("a/b"), text("whole"))).isPresent();
    }

    @Test
    void keepsTheOldContentWhereTheNewBreaksOff() throws Exception {
        Version version = bucket().createIfAbsent(key("a/b"), text("old")).orElseThrow();
        failure(() -> bucket().replace(key("a/b"), version, brokenAfter(10, 20)));
        assertThat(read("a/b")).isEqualTo("old");
        assertThat(bucket().find(key("a/b")).orElseThrow().version()).isEqualTo(version);
    }

    @Test
    void refusesContentOfAnotherLengthThanStated() throws Exception {
        Body shorter = new StatedBody(10, () -> new ByteArrayInputStream(new byte[7]));
        assertThat(failure(() -> bucket().createIfAbsent(key("a"), shorter)))
                .hasMessageEndingWith("the content has 7 bytes, 10 were announced");
        assertThat(bucket().find(key("a"))).isEmpty();
    }

    @Test
    void saysThatTheDiskIsFull() throws Exception {
        FaultyBucket full = FaultyBucket.fullAfter(bucket(), 1_000);
        assertThat(full.createIfAbsent(key("a"), Body.of(new byte[900]))).isPresent();
        BucketException failure = failure(() -> full.createIfAbsent(key("b"), Body.of(new byte[900])));
        assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_FULL);
        assertThat(failure).hasMessageContaining("Cannot write b in ");
        assertThat(failure.nextStep())
                .hasValueSatisfying(step -> assertThat(step).contains("Make room"));
        assertThat(full.faults()).isEqualTo(1);
        assertThat(bucket().list("", "", 10)).containsExactly(key("a"));
    }

    @Test
    void givesANameToOneOfSeveralThreads() throws Exception {
        for (int race = 0; race < 50; race++) {
            ObjectKey name = key("race/" + race);
            List<Optional<Version>> created = together(t -> bucket().createIfAbsent(name, text("thread " + t)));
            assertThat(created)
                    .as("race " + race)
                    .filteredOn(Optional::isPresent)
                    .hasSize(1);
            int winner = created.indexOf(
                    created.stream().filter(Optional::isPresent).findFirst().orElseThrow());
            assertThat(read(name.value())).isEqualTo("thread " + winner);
        }
    }

    @Test
    void composesAnObjectOfOthersOnce() throws Exception {
        bucket().createIfAbsent(key("parts/1"), text("one,"));
        bucket().createIfAbsent(key("parts/2"), text("two,"));
        List<ObjectKey> parts = List.of(key("parts/1"), key("parts/2"), key("parts/1"));
        assertThat(bucket().compose(key("whole"), parts)).isPresent();
        assertThat(read("whole")).isEqualTo("one,two,one,");
        assertThat(bucket().compose(key("whole"), List.of(key("parts/2")))).isEmpty();
        assertThat(read("whole")).isEqualTo("one,two,one,");
        assertThat(bucket().list("", "", 10)).containsExactly(key("parts/1"), key("parts/2"), key("whole"));
    }

    @Test
    void tellsTheChecksumOfWhatItComposedOrNone() throws Exception {
        bucket().createIfAbsent(key("parts/1"), text("1234"));
        bucket().createIfAbsent(key("parts/2"), text("56789"));
        bucket().compose(key("whole"), List.of(key("parts/1"), key("parts/2")));
        OptionalInt checksum = bucket().crc32c(key("whole"));
        // Of "123456789", as the literature on CRC-32C has it.
        assertThat(checksum.orElse(0xE3069283)).isEqualTo(0xE3069283);
        assertThat(bucket().crc32c(key("no/such"))).isEmpty();
    }

    @Test
    void composesOfMoreObjectsThanAStoreTakesAtOnce() throws Exception {
        List<ObjectKey> parts = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            ObjectKey part = key("parts/" + i % 40);
            if (i < 40) {
                bucket().createIfAbsent(part, text(i + ";"));
            }
            parts.add(part);
            expected.append(i % 40).append(';');
        }
        assertThat(bucket().compose(key("whole"), parts)).isPresent();
        assertThat(read("whole")).isEqualTo(expected.toString());
        assertThat(bucket().list("", "", 100)).as("nothing else is left").hasSize(41);
    }

    @Test
    void saysWhichPartOfACompositionIsMissing() throws Exception {
        bucket().createIfAbsent(key("parts/1"), text("one,"));
        BucketException failure =
                failure(() -> bucket().compose(key("whole"), List.of(key("parts/1"), key("parts/2"))));
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(failure).hasMessageContaining("parts/2");
        assertThat(bucket().find(key("whole"))).isEmpty();
    }

    @Test
    void leavesTheContentOfASupersededObjectAsItWas() throws Exception {
        Version version = bucket().createIfAbsent(key("a/b"), text("old")).orElseThrow();
        bucket().supersede(key("a/b"), Instant.parse("2025-04-06T00:00:00Z"));
        bucket().supersede(key("a/b"), Instant.parse("2025-04-06T00:00:00Z"));
        bucket().supersede(key("no/such"), Instant.parse("2025-04-06T00:00:00Z"));
        assertThat(read("a/b")).isEqualTo("old");
        assertThat(bucket().find(key("a/b")).orElseThrow().version()).isEqualTo(version);
        assertThat(bucket().find(key("no/such"))).isEmpty();
    }

    @Test
    void letsOneOfSeveralThreadsReplaceAVersion() throws Exception {
        Version version = bucket().createIfAbsent(key("pointer"), text("start")).orElseThrow();
        for (int race = 0; race < 50; race++) {
            Version expected = version;
            List<Optional<Version>> replaced =
                    together(t -> bucket().replace(key("pointer"), expected, text("thread " + t)));
            assertThat(replaced)
                    .as("race " + race)
                    .filteredOn(Optional::isPresent)
                    .hasSize(1);
            version = replaced.stream().flatMap(Optional::stream).findFirst().orElseThrow();
            assertThat(bucket().find(key("pointer")).orElseThrow().version()).isEqualTo(version);
        }
    }

    @Test
    void losesNoUpdateOfACounter() throws Exception {
        bucket().createIfAbsent(key("counter"), text("0"));
        int rounds = 25;
        together(t -> {
            for (int done = 0; done < rounds; ) {
                StoredObject now = bucket().find(key("counter")).orElseThrow();
                int next = Integer.parseInt(read("counter")) + 1;
                done += bucket().replace(key("counter"), now.version(), text("" + next))
                                .isPresent()
                        ? 1
                        : 0;
            }
            return t;
        });
        assertThat(read("counter")).isEqualTo("" + THREADS * rounds);
    }

    /** What each of several threads does. */
    protected interface Racer<T> {
        T run(int thread) throws Exception;
    }

    protected static <T> List<T> together(Racer<T> racer) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<T>> running = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                running.add(threads.submit(() -> {
                    start.await();
                    return racer.run(thread);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** A body whose stream fails after some of its bytes. */
    protected static Body brokenAfter(int bytes, int length) {
        return new StatedBody(length, () -> new InputStream() {
            private int left = bytes;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw new IOException("the source broke off");
                }
                return 'x';
            }
        });
    }

    private interface Opening {
        InputStream open() throws IOException;
    }

    private record StatedBody(long length, Opening content) implements Body {
        @Override
        public InputStream open() throws IOException {
            return content.open();
        }
    }
}
