package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import dev.eider.contract.TestLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines into parts: all of them, in order, the same bytes each time, and nothing left behind. */
final class RollingWriterTest {
    @TempDir
    private Path folder;

    private Path scratch() throws IOException {
        return Files.createDirectories(folder.resolve("scratch"));
    }

    private RollingWriter writer(RollingWriter.Compression compression, String name, Limits limits) throws IOException {
        return new RollingWriter(
                StoredFile.Role.RECORDS,
                compression,
                part -> new ObjectKey(String.format(Locale.ROOT, "raw/%s-%05d", name, part)),
                scratch(),
                limits);
    }

    private List<Path> inScratch() throws IOException {
        try (Stream<Path> files = Files.list(scratch())) {
            return files.toList();
        }
    }

    private static List<byte[]> lines(long seed, int count) {
        Random random = new Random(seed);
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(("{\"id\":" + i + ",\"pad\":\"" + "x".repeat(random.nextInt(200)) + "\"}")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return lines;
    }

    private static List<StoredFile> write(RollingWriter writer, List<byte[]> lines, Bucket bucket)
            throws EiderException {
        try (writer) {
            for (byte[] line : lines) {
                writer.line(line);
            }
            return writer.finish(bucket);
        }
    }

    private static byte[] content(Bucket bucket, ObjectKey key) throws Exception {
        try (var in = bucket.open(key, Range.ALL)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsAllLinesInOrderOverItsParts(RollingWriter.Compression compression) throws Exception {
        Bucket bucket = Buckets.folder(folder.resolve("bucket"));
        Limits limits = TestLimits.with(l -> l.fileBytesMax = 2_500_000);
        List<byte[]> lines = lines(1, 100_000);
        List<StoredFile> files = write(writer(compression, "a", limits), lines, bucket);
        assertThat(files).hasSizeGreaterThan(3);
        int read = 0;
        for (StoredFile file : files) {
            byte[] content = content(bucket, file.key());
            assertThat(file.bytes()).isEqualTo(content.length);
            assertThat(file.sha256()).isEqualTo(Hashing.sha256(content));
            long plain = 0;
            long records = 0;
            try (var cursor = new NdjsonFormat().open(bucket.open(file.key(), Range.ALL), limits)) {
                while (cursor.next()) {
                    byte[] expected = lines.get(read++);
                    assertThat(java.util.Arrays.equals(
                                    cursor.buffer(),
                                    cursor.offset(),
                                    cursor.offset() + cursor.length(),
                                    expected,
                                    0,
                                    expected.length))
                            .as("line " + read)
                            .isTrue();
                    plain += cursor.length() + 1;
                    records++;
                }
            }
            assertThat(file.records()).isEqualTo(records);
            assertThat(plain).isLessThanOrEqualTo(limits.fileBytesMax());
        }
        assertThat(read).isEqualTo(lines.size());
        assertThat(inScratch()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void makesTheSameBytesOfTheSameLines(RollingWriter.Compression compression) throws Exception {
        Bucket bucket = Buckets.memory();
        Limits limits = TestLimits.with(l -> l.fileBytesMax = 3_000_000);
        List<byte[]> lines = lines(2, 60_000);
        List<StoredFile> first = write(writer(compression, "a", limits), lines, bucket);
        List<StoredFile> second = write(writer(compression, "b", limits), lines, bucket);
        assertThat(second)
                .extracting(StoredFile::sha256)
                .containsExactlyElementsOf(
                        first.stream().map(StoredFile::sha256).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 5_000, 3_000_000})
    void makesTheSamePartsOfManyLinesAtOnce(int fileBytesMax) throws Exception {
        Bucket bucket = Buckets.memory();
        Limits limits = TestLimits.with(l -> l.fileBytesMax = fileBytesMax);
        List<byte[]> lines = lines(3, fileBytesMax < 1_000_000 ? 300 : 60_000);
        List<StoredFile> single = write(writer(RollingWriter.Compression.NONE, "a", limits), lines, bucket);
        Random random = new Random(4);
        List<StoredFile> many;
        try (RollingWriter writer = writer(RollingWriter.Compression.NONE, "b", limits)) {
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            for (byte[] line : lines) {
                block.write(line);
                block.write('\n');
                if (random.nextInt(20) == 0) {
                    writer.lines(block.toByteArray(), 0, block.size());
                    block.reset();
                }
            }
            writer.lines(block.toByteArray(), 0, block.size());
            assertThat(writer.records()).isEqualTo(lines.size());
            many = writer.finish(bucket);
        }
        assertThat(many).extracting(StoredFile::sha256).isEqualTo(sums(single));
        assertThat(many).extracting(StoredFile::records).isEqualTo(records(single));
    }

    private static List<String> sums(List<StoredFile> files) {
        return files.stream().map(StoredFile::sha256).toList();
    }

    private static List<Long> records(List<StoredFile> files) {
        return files.stream().map(StoredFile::records).toList();
    }

    @Test
    void refusesLinesWithoutALineFeedAtTheirEnd() throws Exception {
        try (RollingWriter writer = writer(RollingWriter.Compression.NONE, "a", Limits.defaults())) {
            assertThatThrownBy(() -> writer.lines("a\nb".getBytes(StandardCharsets.UTF_8), 0, 3))
                    .hasMessage("Invalid lines: the last one has no line feed");
        }
    }

    @Test
    void tellsWhereALineStands() throws Exception {
        List<byte[]> lines = List.of(new byte[40], new byte[40], new byte[60], new byte[500], new byte[1]);
        List<String> places = new ArrayList<>();
        try (RollingWriter writer =
                writer(RollingWriter.Compression.NONE, "a", TestLimits.with(l -> l.fileBytesMax = 100))) {
            for (byte[] line : lines) {
                writer.line(line);
                places.add(writer.part() + ":" + writer.recordInPart());
            }
            assertThat(places).containsExactly("0:0", "0:1", "1:0", "2:0", "3:0");
            assertThat(writer.records()).isEqualTo(5);
            assertThat(writer.finish(Buckets.memory()))
                    .extracting(StoredFile::records)
                    .containsExactly(2L, 1L, 1L, 1L);
        }
    }

    @Test
    void makesNoPartOfNoLines() throws Exception {
        Bucket bucket = Buckets.memory();
        assertThat(write(writer(RollingWriter.Compression.ZSTD, "a", Limits.defaults()), List.of(), bucket))
                .isEmpty();
        assertThat(bucket.list("", "", 10)).isEmpty();
    }

    @Test
    void refusesALineThatIsTwo() throws Exception {
        try (RollingWriter writer = writer(RollingWriter.Compression.NONE, "a", Limits.defaults())) {
            assertThatThrownBy(() -> writer.line("a\nb".getBytes(StandardCharsets.UTF_8)))
                    .hasMessage("Invalid record: it holds a line feed (one record a line)");
        }
    }

    @Test
    void leavesNothingOfAWriterThatIsGivenUp() throws Exception {
        try (RollingWriter writer =
                writer(RollingWriter.Compression.ZSTD, "a", TestLimits.with(l -> l.fileBytesMax = 2_000_000))) {
            for (byte[] line : lines(3, 50_000)) {
                writer.line(line);
            }
            assertThat(inScratch()).isNotEmpty();
        }
        assertThat(inScratch()).isEmpty();
    }

    @Test
    void leavesNothingWhereTheBucketRefusesAPart() throws Exception {
        Bucket bucket = Buckets.memory();
        FaultyBucket faulty = FaultyBucket.failing(
                bucket, call -> call.method() == BucketCall.Method.CREATE, 3, FaultyBucket.When.BEFORE_THE_CALL);
        RollingWriter writer =
                writer(RollingWriter.Compression.NONE, "a", TestLimits.with(l -> l.fileBytesMax = 1_000));
        assertThatThrownBy(() -> write(writer, lines(4, 100), faulty)).isInstanceOf(BucketException.class);
        assertThat(faulty.faults()).isEqualTo(1);
        assertThat(bucket.list("", "", 10)).isEmpty();
        assertThat(inScratch()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void saysThatScratchIsGone(RollingWriter.Compression compression) throws Exception {
        RollingWriter writer = writer(compression, "a", TestLimits.with(l -> l.fileBytesMax = 100));
        writer.line(new byte[60]);
        for (Path file : inScratch()) {
            Files.delete(file);
        }
        Files.delete(scratch());
        assertThatThrownBy(() -> writer.line(new byte[60]))
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
                .hasMessageStartingWith("Cannot write a part in " + folder);
        writer.close();
    }

    @Test
    void discardsTheLosersObjectsAndNoneOfTheWinners() throws Exception {
        Bucket bucket = Buckets.memory();
        Manifest winner = Manifests.raw(Revision.raw(Manifests.BATCH, 1), "winner");
        Manifest loser = Manifests.raw(Revision.raw(Manifests.BATCH, 1), "loser");
        List<StoredFile> all = new ArrayList<>(winner.outputs());
        all.addAll(loser.outputs());
        for (StoredFile file : all) {
            bucket.createIfAbsent(file.key(), Body.of(new byte[] {1}));
        }
        StoredParts.discard(bucket, all, Optional.of(winner));
        assertThat(bucket.list("", "", 10))
                .containsExactly(winner.outputs().get(0).key());
    }
}
