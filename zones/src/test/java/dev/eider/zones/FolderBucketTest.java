package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.ErrorCode;
import dev.eider.contract.StorageSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The folder keeps the contract of buckets, survives power cuts and never leaves itself. */
final class FolderBucketTest extends BucketContract {
    private static final Clock STANDING = Clock.fixed(Instant.parse("2025-04-07T00:00:00Z"), ZoneOffset.UTC);

    private final RecordingDisk disk = new RecordingDisk();
    private Path root = Path.of("");
    private Bucket bucket = Buckets.memory();

    @BeforeEach
    void open() {
        root = folder.resolve("data/bucket");
        disk.watch(folder);
        // A clock that stands still: versions must differ all the same.
        bucket = new FolderBucket(root, disk, STANDING);
    }

    @Override
    protected Bucket bucket() {
        return bucket;
    }

    @Override
    protected Instant now() {
        return STANDING.instant();
    }

    @Test
    void putsContentOnTheMediumBeforeItsNameAndTheNameBeforeItSaysSo() throws Exception {
        Files.createDirectories(root);
        bucket.createIfAbsent(key("a/b/c"), text("content"));
        assertThat(disk.calls())
                .containsExactly(
                        "createFolder data/bucket/a",
                        "forceFolder data/bucket",
                        "createFolder data/bucket/a/b",
                        "forceFolder data/bucket/a",
                        "write",
                        "finish data/bucket/.tmp/*",
                        "force data/bucket/.tmp/*",
                        "link data/bucket/a/b/c data/bucket/.tmp/*",
                        "forceFolder data/bucket/a/b");
    }

    @Test
    void closesRawToOthers() throws Exception {
        bucket.createIfAbsent(key("staging/raw/2025-01-06/a"), text("content"));
        bucket.createIfAbsent(key("staging/clean/2025-01-06/a"), text("content"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("staging/raw"))))
                .startsWith("rwx")
                .endsWith("---");
        assertThat(Files.getPosixFilePermissions(root.resolve("staging/clean")))
                .isEqualTo(Files.getPosixFilePermissions(root.resolve("staging")));
    }

    @Test
    void putsTheFoldersAboveANewBucketOnTheMediumToo() throws Exception {
        bucket.createIfAbsent(key("a"), text("content"));
        assertThat(disk.calls()).contains("forceFolder data", "forceFolder ");
    }

    @Test
    void makesSureOfFoldersThatAnotherProcessMayJustHaveMade() throws Exception {
        Files.createDirectories(root.resolve("a/b"));
        bucket.createIfAbsent(key("a/b/c"), text("content"));
        assertThat(disk.calls()).startsWith("forceFolder data/bucket", "forceFolder data/bucket/a");
        disk.clear();
        bucket.createIfAbsent(key("a/b/d"), text("content"));
        assertThat(disk.calls()).startsWith("write");
    }

    @Test
    void linksAFileThatIsTakenInsteadOfCopyingIt() throws Exception {
        Path file = Files.writeString(folder.resolve("part"), "taken");
        Files.createDirectories(root);
        bucket.createIfAbsent(key("part"), Body.taking(file));
        assertThat(disk.calls())
                .containsExactly(
                        "finish part",
                        "force part",
                        "link data/bucket/part part",
                        "forceFolder data/bucket",
                        "delete part");
        assertThat(file).doesNotExist();
    }

    @Test
    void copiesAFileFromAnotherDisk() throws Exception {
        Path file = Files.writeString(folder.resolve("part"), "taken");
        disk.fail("link data/bucket/part part", "Invalid cross-device link");
        assertThat(bucket.createIfAbsent(key("part"), Body.taking(file))).isPresent();
        assertThat(read("part")).isEqualTo("taken");
        assertThat(file).doesNotExist();
    }

    @Test
    void leavesATakenFileToItsOwnerWhereTheNameIsTaken() throws Exception {
        bucket.createIfAbsent(key("part"), text("first"));
        Path file = Files.writeString(folder.resolve("part"), "second");
        assertThat(bucket.createIfAbsent(key("part"), Body.taking(file))).isEmpty();
        assertThat(file).hasContent("second");
        assertThat(read("part")).isEqualTo("first");
    }

    @Test
    void putsAReplacementOnTheMediumBeforeItSwapsIt() throws Exception {
        Version version = bucket.createIfAbsent(key("pointer"), text("1")).orElseThrow();
        disk.clear();
        bucket.replace(key("pointer"), version, text("2"));
        assertThat(disk.calls())
                .containsExactly(
                        "write",
                        "finish data/bucket/.tmp/*",
                        "finish data/bucket/.tmp/*",
                        "force data/bucket/.tmp/*",
                        "swap data/bucket/.tmp/* data/bucket/pointer",
                        "forceFolder data/bucket");
    }

    @Test
    void makesObjectsThatNobodyWritesInto() throws Exception {
        Version version = bucket.createIfAbsent(key("a/b"), text("1")).orElseThrow();
        bucket.createIfAbsent(key("a/c"), Body.taking(Files.writeString(folder.resolve("part"), "2")));
        bucket.replace(key("a/b"), version, text("3"));
        for (String name : List.of("a/b", "a/c")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(name))))
                    .isEqualTo("r--r--r--");
        }
    }

    @Test
    void leavesNothingUnderWork() throws Exception {
        Version version = bucket.createIfAbsent(key("a"), text("1")).orElseThrow();
        bucket.createIfAbsent(key("a"), text("2"));
        bucket.replace(key("a"), version, text("3"));
        bucket.replace(key("a"), version, text("4"));
        assertThatThrownBy(() -> bucket.createIfAbsent(key("b"), brokenAfter(1, 2)));
        bucket.point("current", "a");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void sparesFilesThatLivingWritersAreAt() throws Exception {
        FolderTemporaries temporaries = new FolderTemporaries(root.resolve(FolderBucket.HIDDEN), Clock.systemUTC());
        try (FolderTemporaries.Temporary living = temporaries.create()) {
            Files.setLastModifiedTime(living.path(), FileTime.from(Instant.EPOCH));
            bucket.createIfAbsent(key("a"), text("1"));
            assertThat(living.path()).exists();
        }
    }

    @Test
    void saysWhoCanMendIt() throws Exception {
        disk.fail("createFolder ", "Read-only file system");
        assertFailure(ErrorCode.ACCESS_DENIED, "Read-only file system");
        disk.fail("force ", "No space left on device");
        assertFailure(ErrorCode.STORAGE_FULL, "No space left on device");
        disk.fail("force ", "Disk quota exceeded");
        assertFailure(ErrorCode.STORAGE_FULL, "Disk quota exceeded");
        disk.fail("force ", "Input/output error");
        assertFailure(ErrorCode.STORAGE_UNAVAILABLE, "Input/output error");
        disk.fail("nothing", "");
        assertThat(bucket.find(key("x/a"))).isEmpty();
    }

    private void assertFailure(ErrorCode code, String reason) {
        assertThatThrownBy(() -> bucket.createIfAbsent(key("x/a"), text("1")))
                .hasMessage("Cannot write x/a in " + root + ": " + reason)
                .isInstanceOfSatisfying(BucketException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.nextStep()).isPresent();
                });
    }

    @Test
    void doesNotSayThatItFailedWhereItMayHaveSucceeded() throws Exception {
        Files.createDirectories(root);
        disk.fail("forceFolder data/bucket", "Input/output error");
        assertThatThrownBy(() -> bucket.createIfAbsent(key("a"), text("1")))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessage("Cannot make a in " + root + " durable: Input/output error");
    }

    @Test
    void refusesTheFolderOfAFileAndSaysSo() throws Exception {
        bucket.createIfAbsent(key("a"), text("1"));
        assertThatThrownBy(() -> bucket.createIfAbsent(key("a/b"), text("2")))
                .isInstanceOf(BucketException.class)
                .hasMessageStartingWith("Cannot write a/b in " + root);
        bucket.createIfAbsent(key("b/c"), text("1"));
        assertThatThrownBy(() -> bucket.createIfAbsent(key("b"), text("2")))
                .hasMessage("Cannot write b in " + root + ": a folder has this name");
    }

    @Test
    void followsNoLinkOutOfItself() throws Exception {
        bucket.createIfAbsent(key("in/side"), text("1"));
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("in/file"), outside.resolve("secret"));
        for (String name : List.of("link/secret", "in/file")) {
            assertThat(bucket.find(key(name))).isEmpty();
            assertThat(bucket.localPath(key(name))).isEmpty();
            assertThatThrownBy(() -> bucket.open(key(name), Range.ALL)).hasMessageStartingWith("Object not found");
        }
        assertThat(bucket.list("", "", 10)).containsExactly(key("in/side"));
        assertThat(bucket.list("link/", "", 10)).isEmpty();
        assertThatThrownBy(() -> bucket.createIfAbsent(key("link/new"), text("2")))
                .hasMessage("Cannot write link/new in " + root + ": a symbolic link is in the way");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void listsNoFilesThatAreNoObjects() throws Exception {
        bucket.createIfAbsent(key("a/b"), text("1"));
        Files.writeString(root.resolve("a/.hidden"), "");
        Files.writeString(root.resolve("a/b~ c"), "");
        Files.createDirectories(root.resolve("a/empty"));
        assertThat(bucket.list("", "", 10)).containsExactly(key("a/b"));
    }

    @Test
    void pointsANameAtAFolderByOneSwap() throws Exception {
        bucket.createIfAbsent(key("warehouse/generations/1/f"), text("one"));
        bucket.createIfAbsent(key("warehouse/generations/2/f"), text("two"));
        bucket.point("warehouse/current", "warehouse/generations/1");
        Path link = root.resolve("warehouse/current");
        assertThat(Files.readSymbolicLink(link)).hasToString("generations/1");
        try (InputStream held = Files.newInputStream(link.resolve("f"))) {
            bucket.point("warehouse/current", "warehouse/generations/2");
            assertThat(held.readAllBytes()).asString().isEqualTo("one");
        }
        assertThat(link.resolve("f")).hasContent("two");
        disk.clear();
        bucket.point("warehouse/current", "warehouse/generations/2");
        assertThat(disk.calls()).as("what is right already is not touched").isEmpty();
    }

    @Test
    void opensPathsAndFileUrls() throws Exception {
        bucket.createIfAbsent(key("a"), text("1"));
        for (String url : List.of(
                "data/bucket", "file:data/bucket", root.toString(), root.toUri().toString())) {
            Bucket opened = open(url);
            assertThat(opened.describe()).as(url).isEqualTo(root.toString());
            assertThat(opened.find(key("a"))).isPresent();
        }
        assertThatThrownBy(() -> open("ftp://token@acme/prod"))
                .hasMessage("Cannot open the bucket: ftp: is not supported here");
    }

    private Bucket open(String url) throws BucketException {
        return new Buckets(Optional.empty()).open(url, folder, StorageSettings.DEFAULT, Map.of());
    }

    @Test
    void readsUrlsOfClouds() throws Exception {
        assertThat(BucketUrl.of("gs://acme-dwh/prod/a/")).isEqualTo(new BucketUrl("gs", "acme-dwh", "prod/a/"));
        assertThat(BucketUrl.of("S3://acme"))
                .isEqualTo(new BucketUrl("s3", "acme", ""))
                .hasToString("s3://acme");
        for (String url :
                List.of("gs:acme", "gs://", "gs://token@acme/prod", "gs://Acme", "gs://acme/a//b", "gs://acme/?a")) {
            assertThatThrownBy(() -> BucketUrl.of(url))
                    .as(url)
                    .hasMessage("Invalid bucket: a gs URL that cannot be read (gs://bucket/prefix)");
        }
    }

    @Test
    void makesNothingBeforeTheFirstWrite() throws Exception {
        assertThat(bucket.find(key("a"))).isEmpty();
        assertThat(bucket.list("", "", 10)).isEmpty();
        bucket.delete(key("a"), new Version("1"));
        assertThat(bucket.replace(key("a"), new Version("1"), text("1"))).isEmpty();
        assertThat(root).doesNotExist();
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(FolderBucket.HIDDEN))) {
            return files.filter(file -> !file.endsWith("lock")).toList();
        }
    }
}
