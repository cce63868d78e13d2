package dev.eider.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketCall;
import dev.eider.zones.Buckets;
import dev.eider.zones.FaultyBucket;
import dev.eider.zones.Hashing;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.RecordingBucket;
import dev.eider.zones.WatchedBucket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warehouse files of several parts: what is sent, stored and fetched again is what changed. */
class GenerationPartsTest {
    private static final long SEED = 20_250_408;
    private static final int PARTS = 3;
    private static final int PART_BYTES = 1 << 20;
    private static final int TAIL_BYTES = 123_456;
    private static final int BYTES = PARTS * PART_BYTES + TAIL_BYTES;

    @TempDir
    Path folder;

    private final RecordingBucket bucket = new RecordingBucket(Buckets.memory());
    private final byte[] content = content();

    private static byte[] content() {
        byte[] bytes = new byte[BYTES];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    /** Stores the content as the generation of a number. */
    private Generation store(int number, Set<String> known) throws Exception {
        Path file = Files.write(folder.resolve("warehouse-" + number), content);
        Generation.Parts parts = GenerationParts.of(file, PART_BYTES);
        String name = "00000" + number + "-test";
        ObjectKey key = GenerationFiles.key(name, GenerationFiles.DATABASE);
        assertThat(new GenerationParts(bucket).create(key, file, parts, known)).isTrue();
        return new Generation(
                number,
                name,
                Optional.empty(),
                BYTES,
                Hashing.sha256(file),
                Optional.of(parts),
                "",
                Instant.EPOCH,
                Map.of(),
                "v1.4.0",
                "test");
    }

    private Generation store(int number) throws Exception {
        return store(number, Set.of());
    }

    private long sent() {
        return bucket.calls().stream()
                .filter(call -> call.method() == BucketCall.Method.CREATE)
                .count();
    }

    private long fetch(Bucket from, Generation generation, Optional<Generation> older) throws Exception {
        PartFetch fetch = new PartFetch(from, generation, folder.resolve("fetched-" + generation.number()));
        older.ifPresent(g -> fetch.reuse(g, folder.resolve("fetched-" + g.number())));
        return fetch.run();
    }

    private byte[] fetched(Generation generation) throws Exception {
        return Files.readAllBytes(folder.resolve("fetched-" + generation.number()));
    }

    @Test
    void sendsAndFetchesOnlyWhatChanged() throws Exception {
        Generation first = store(1);
        assertThat(sent()).isEqualTo(PARTS + 1);
        assertThat(fetch(bucket, first, Optional.empty())).isEqualTo(BYTES);
        assertThat(fetched(first)).isEqualTo(content);

        content[PART_BYTES + 5]++;
        Generation second = store(2);

        assertThat(sent()).isEqualTo(PARTS + 2);
        assertThat(fetch(bucket, second, Optional.of(first))).isEqualTo(PART_BYTES);
        assertThat(fetched(second)).isEqualTo(content);
    }

    @Test
    void goesOnWhereAFetchWasCutOff() throws Exception {
        Generation generation = store(1);
        FaultyBucket cut = FaultyBucket.failing(
                bucket, call -> call.method() == BucketCall.Method.OPEN, 3, FaultyBucket.When.BEFORE_THE_CALL);
        assertThatThrownBy(() -> fetch(cut, generation, Optional.empty())).isInstanceOf(EiderException.class);

        assertThat(fetch(bucket, generation, Optional.empty()))
                .as("two parts of %d had come, seed %d", PARTS + 1, SEED)
                .isEqualTo(BYTES - 2L * PART_BYTES);
        assertThat(fetched(generation)).isEqualTo(content);
    }

    @Test
    void trustsNeitherTheBucketNorTheDisk() throws Exception {
        Generation first = store(1);
        fetch(bucket, first, Optional.empty());
        Path local = folder.resolve("fetched-1");
        byte[] spoilt = Files.readAllBytes(local);
        spoilt[7]++;
        Files.write(local, spoilt);
        content[BYTES - 1]++;
        Generation second = store(2);

        assertThat(fetch(bucket, second, Optional.of(first)))
                .as("the spoilt part and the changed one")
                .isEqualTo(PART_BYTES + TAIL_BYTES);
        assertThat(fetched(second)).isEqualTo(content);

        ObjectKey key = GenerationFiles.key(second.name(), GenerationFiles.DATABASE);
        bucket.replace(key, bucket.find(key).orElseThrow().version(), Body.of(new byte[BYTES]));
        Files.delete(folder.resolve("fetched-2"));
        assertThatThrownBy(() -> fetch(bucket, second, Optional.empty()))
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_OBJECT));
    }

    @Test
    void refusesWhatTheStoreComposedOtherwise() throws Exception {
        Bucket otherwise = new WatchedBucket(bucket) {
            @Override
            protected void before(BucketCall call) {}

            @Override
            protected void after(BucketCall call) {}

            @Override
            public OptionalInt crc32c(ObjectKey key) {
                return OptionalInt.of(1);
            }
        };
        Path file = Files.write(folder.resolve("warehouse"), content);
        Generation.Parts parts = GenerationParts.of(file, PART_BYTES);
        assertThatThrownBy(() -> new GenerationParts(otherwise).create(new ObjectKey("whole"), file, parts, Set.of()))
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_OBJECT));
    }

    @Test
    void sendsAgainWhatWasPrunedMeanwhile() throws Exception {
        Generation first = store(1);
        new GenerationParts(bucket).prune(List.of());
        assertThat(bucket.list(GenerationParts.PREFIX, "", 10)).isEmpty();

        Generation second = store(2, Set.copyOf(first.parts().orElseThrow().sha256()));

        assertThat(fetch(bucket, second, Optional.empty())).isEqualTo(BYTES);
        assertThat(fetched(second)).isEqualTo(content);
    }

    @Test
    void keepsThePartsOfGenerationsThatAreKept() throws Exception {
        Generation first = store(1);
        content[0]++;
        Generation second = store(2);

        new GenerationParts(bucket).prune(List.of(second));

        assertThat(bucket.list(GenerationParts.PREFIX, "", 10))
                .extracting(ObjectKey::name)
                .containsExactlyInAnyOrderElementsOf(
                        second.parts().orElseThrow().sha256());
        assertThat(fetch(bucket, first, Optional.empty())).as("the whole stays").isEqualTo(BYTES);
    }
}
