package dev.eider.zones.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.ChildProcess;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bucket among processes: races, and a process whose memory is smaller than an object. */
@Tag("slow")
final class GcsProcessTest {
    private static final int RACES = 100;
    private static final long GIB = 1L << 30;

    @Test
    void givesANameToOneOfTwoProcesses() throws Exception {
        try (FakeGcs emulator = FakeGcs.start();
                ChildProcess first = rival(emulator, "first");
                ChildProcess second = rival(emulator, "second")) {
            Bucket bucket = TestBuckets.open(emulator.url(), "acme/prod");
            for (int race = 0; race < RACES; race++) {
                assertOneWins(bucket, "races/" + race, "create races/" + race, first, second);
            }
        }
    }

    @Test
    void letsOneOfTwoProcessesReplaceAVersion() throws Exception {
        try (FakeGcs emulator = FakeGcs.start();
                ChildProcess first = rival(emulator, "first");
                ChildProcess second = rival(emulator, "second")) {
            Bucket bucket = TestBuckets.open(emulator.url(), "acme/prod");
            ObjectKey pointer = new ObjectKey("warehouse/pointer");
            bucket.createIfAbsent(pointer, Body.of(new byte[] {'0'}));
            for (int race = 0; race < RACES; race++) {
                String version = bucket.find(pointer).orElseThrow().version().value();
                assertOneWins(bucket, pointer.value(), "replace " + pointer + " " + version, first, second);
            }
        }
    }

    private static ChildProcess rival(FakeGcs emulator, String name) throws IOException {
        emulator.createBucket("acme");
        ChildProcess rival = ChildProcess.start(GcsRival.class, emulator.url().toString(), "acme/prod", name);
        assertThat(rival.answer()).isEqualTo("ready");
        return rival;
    }

    private static void assertOneWins(Bucket bucket, String key, String order, ChildProcess first, ChildProcess second)
            throws Exception {
        first.tell(order);
        second.tell(order);
        List<String> answers = List.of(first.answer(), second.answer());
        assertThat(answers).as(order).containsExactlyInAnyOrder("won", "lost");
        try (InputStream in = bucket.open(new ObjectKey(key), Range.ALL)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(answers.get(0).equals("won") ? "first" : "second");
        }
    }

    @Test
    void needsNoMoreMemoryForAnObjectOfAGigabyte() throws Exception {
        assertGoesThroughASmallHeap(GIB);
    }

    @Test
    @Tag("soak")
    void needsNoMoreMemoryForAnObjectOfFiveGigabytes() throws Exception {
        assertGoesThroughASmallHeap(5 * GIB);
    }

    private static void assertGoesThroughASmallHeap(long bytes) throws Exception {
        try (StubStore store = StubStore.start(bytes);
                ChildProcess child = ChildProcess.start(
                        LargeObjects.class, store.url().toString(), "acme/prod", Long.toString(bytes))) {
            assertThat(child.answer()).isEqualTo("written true");
            assertThat(child.answer()).isEqualTo("read " + bytes);
            assertThat(child.exitStatus()).isZero();
            assertThat(store.requests())
                    .as("requests: the start of the upload, its chunks, the end, the read")
                    .hasSize((int) (bytes / GcsClient.CHUNK_BYTES) + 3);
        }
    }
}
