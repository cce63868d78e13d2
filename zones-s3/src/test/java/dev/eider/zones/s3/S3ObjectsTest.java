package dev.eider.zones.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.ErrorCode;
import dev.eider.contract.StorageSettings;
import dev.eider.sandbox.StoreApi;
import dev.eider.sandbox.StoreFault;
import dev.eider.sandbox.StoreFaults;
import dev.eider.sandbox.StoreProxy;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketException;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.OutcomeUnknownException;
import dev.eider.zones.Range;
import dev.eider.zones.StoreExtension;
import dev.eider.zones.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a bucket on S3 does beyond the contract of buckets: parts, copies, tags, lost answers, refusals. */
@Tag("slow")
final class S3ObjectsTest {
    private static final int MIB = 1024 * 1024;
    private static final long SEED = 42;

    @RegisterExtension
    private static final StoreExtension<S3Server> STORE = new StoreExtension<>(S3Server::start);

    private String name;
    private Bucket bucket;

    @BeforeEach
    void createBucket() throws Exception {
        name = STORE.newBucket();
        bucket = STORE.server().open("s3://" + name + "/prod");
    }

    /** What leads to the store, and does what it is told. */
    private static StoreProxy proxy() throws IOException {
        return StoreProxy.start(STORE.server().endpoint(), StoreApi.S3, StoreFaults.none());
    }

    private Bucket through(StoreProxy proxy) throws BucketException {
        return S3Server.open("s3://" + name + "/prod", proxy.url());
    }

    private static ObjectKey key(String value) {
        return new ObjectKey(value);
    }

    private static Body text(String content) {
        return Body.of(content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(SEED).nextBytes(content);
        return content;
    }

    private byte[] read(String key, Range range) throws Exception {
        try (InputStream in = bucket.open(key(key), range)) {
            return in.readAllBytes();
        }
    }

    private int unfinishedUploads() throws BucketException {
        return STORE.server()
                .client()
                .listMultipartUploads(request -> request.bucket(name).prefix("prod/"))
                .uploads()
                .size();
    }

    @Test
    void writesALargeObjectInPartsAndReadsAnyRangeOfIt() throws Exception {
        byte[] content = random(27 * MIB + 17);
        Version version = bucket.createIfAbsent(key("large"), Body.of(content)).orElseThrow();
        assertThat(version.value()).as("an ETag of four parts").endsWith("-4");
        assertThat(bucket.find(key("large")).orElseThrow().bytes()).isEqualTo(content.length);
        assertThat(read("large", Range.ALL)).isEqualTo(content);
        assertThat(read("large", new Range(8 * MIB - 3, 6)))
                .isEqualTo(Arrays.copyOfRange(content, 8 * MIB - 3, 8 * MIB + 3));
        assertThat(read("large", new Range(27 * MIB, Range.TO_END)))
                .isEqualTo(Arrays.copyOfRange(content, 27 * MIB, content.length));
        assertThat(bucket.createIfAbsent(key("large"), Body.of(random(9 * MIB))))
                .isEmpty();
        assertThat(unfinishedUploads()).isZero();
    }

    @Test
    void givesUpTheUploadOfAContentThatBreaksOff() throws Exception {
        Body broken = new Body() {
            @Override
            public long length() {
                return 30L * MIB;
            }

            @Override
            public InputStream open() {
                return new java.io.SequenceInputStream(
                        new java.io.ByteArrayInputStream(new byte[20 * MIB]), new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("the source broke off");
                            }
                        });
            }
        };
        assertThatThrownBy(() -> bucket.createIfAbsent(key("large"), broken))
                .hasMessage("Cannot write large in s3://" + name + "/prod: the source broke off");
        assertThat(bucket.find(key("large"))).isEmpty();
        assertThat(unfinishedUploads()).isZero();
    }

    @Test
    void composesLargePartsWithoutReadingThem() throws Exception {
        byte[] content = random(6 * MIB);
        bucket.createIfAbsent(key("parts/1"), Body.of(content));
        bucket.createIfAbsent(key("parts/2"), text("the end"));
        try (StoreProxy proxy = proxy()) {
            Bucket watched = through(proxy);
            assertThat(watched.compose(key("whole"), List.of(key("parts/1"), key("parts/1"), key("parts/2"))))
                    .isPresent();
            assertThat(proxy.requests()).noneMatch(request -> request.method().equals("GET"));
            assertThat(proxy.violations()).isEmpty();
        }
        byte[] whole = read("whole", Range.ALL);
        assertThat(whole).hasSize(12 * MIB + 7);
        assertThat(Arrays.copyOfRange(whole, 6 * MIB, 12 * MIB)).isEqualTo(content);
        assertThat(new String(whole, 12 * MIB, 7, StandardCharsets.UTF_8)).isEqualTo("the end");
    }

    @Test
    void showsOfAReplacementOnlyItsContent() throws Exception {
        Version first = bucket.createIfAbsent(key("pointer"), text("{\"a\":1}")).orElseThrow();
        Version second =
                bucket.replace(key("pointer"), first, text("{\"a\":1}")).orElseThrow();
        assertThat(second).as("the same content, another version").isNotEqualTo(first);
        assertThat(bucket.find(key("pointer")).orElseThrow().bytes()).isEqualTo(7);
        assertThat(read("pointer", Range.ALL)).asString().isEqualTo("{\"a\":1}");
        assertThat(read("pointer", new Range(5, Range.TO_END))).asString().isEqualTo("1}");
        assertThat(read("pointer", new Range(5, 1_000))).asString().isEqualTo("1}");
        assertThat(read("pointer", new Range(7, Range.TO_END))).isEmpty();
        bucket.compose(key("copy"), List.of(key("pointer"), key("pointer")));
        assertThat(read("copy", Range.ALL)).asString().isEqualTo("{\"a\":1}{\"a\":1}");
        String raw = STORE.server()
                .client()
                .getObjectAsBytes(request -> request.bucket(name).key("prod/pointer"))
                .asUtf8String();
        assertThat(raw).startsWith("{\"a\":1}\n");
        assertThat(raw.substring(7)).as("what other programs see after it").isBlank();
    }

    @Test
    void replacesALargeObject() throws Exception {
        byte[] content = random(17 * MIB);
        Version first = bucket.createIfAbsent(key("large"), text("small")).orElseThrow();
        Version second = bucket.replace(key("large"), first, Body.of(content)).orElseThrow();
        assertThat(bucket.find(key("large")).orElseThrow().version()).isEqualTo(second);
        assertThat(bucket.find(key("large")).orElseThrow().bytes()).isEqualTo(content.length);
        assertThat(read("large", Range.ALL)).isEqualTo(content);
        assertThat(bucket.replace(key("large"), first, Body.of(content))).isEmpty();
    }

    @Test
    void tagsASupersededObjectOnceBesideTheTagsOfOthers() throws Exception {
        bucket.createIfAbsent(key("old"), text("old"));
        var team = software.amazon.awssdk.services.s3.model.Tag.builder()
                .key("team")
                .value("dwh")
                .build();
        STORE.server()
                .client()
                .putObjectTagging(
                        request -> request.bucket(name).key("prod/old").tagging(all -> all.tagSet(List.of(team))));
        bucket.supersede(key("old"), Instant.parse("2025-04-06T23:59:59Z"));
        bucket.supersede(key("old"), Instant.parse("2025-05-01T00:00:00Z"));
        assertThat(STORE.server()
                        .client()
                        .getObjectTagging(request -> request.bucket(name).key("prod/old"))
                        .tagSet())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactlyInAnyOrder("team=dwh", "eider-superseded=true", "eider-superseded-since=2025-04-06");
    }

    @Test
    void findsOutByLookingWhatBecameOfAWriteWhoseAnswerWasLost() throws Exception {
        try (StoreProxy proxy = proxy()) {
            Bucket shaky = through(proxy);
            proxy.failNext(request -> request.method().equals("PUT"), StoreFault.ANSWER_LOST);
            Version created = shaky.createIfAbsent(key("a"), text("1")).orElseThrow();
            assertThat(bucket.find(key("a")).orElseThrow().version()).isEqualTo(created);
            proxy.failNext(request -> request.method().equals("PUT"), StoreFault.ANSWER_LOST);
            Version replaced = shaky.replace(key("a"), created, text("2")).orElseThrow();
            assertThat(bucket.find(key("a")).orElseThrow().version()).isEqualTo(replaced);
            proxy.failNext(
                    request ->
                            request.method().equals("POST") && request.query().startsWith("uploadId"),
                    StoreFault.ANSWER_LOST);
            assertThat(shaky.createIfAbsent(key("large"), Body.of(random(9 * MIB))))
                    .isPresent();
            assertThat(proxy.faults().get(StoreFault.ANSWER_LOST)).isEqualTo(3);
        }
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhereLookingFailsAsWell() throws Exception {
        try (StoreProxy proxy = proxy()) {
            Bucket shaky = through(proxy);
            proxy.failNext(request -> request.method().equals("PUT"), StoreFault.ANSWER_LOST);
            StoreFault[] cuts = new StoreFault[3 * S3Store.ATTEMPTS_MAX];
            Arrays.fill(cuts, StoreFault.CUT_BEFORE);
            proxy.failNext(request -> request.method().equals("HEAD"), cuts);
            assertThatThrownBy(() -> shaky.createIfAbsent(key("a"), text("1")))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageStartingWith("Cannot tell whether a in s3://" + name + "/prod was written: ");
            assertThat(proxy.faults())
                    .hasEntrySatisfying(
                            StoreFault.CUT_BEFORE,
                            count -> assertThat(count).isGreaterThanOrEqualTo(S3Store.ATTEMPTS_MAX));
        }
    }

    @Test
    void takesUpAReadingWhereTheConnectionBroke() throws Exception {
        byte[] content = random(9 * MIB);
        bucket.createIfAbsent(key("large"), Body.of(content));
        try (StoreProxy proxy = proxy()) {
            Bucket shaky = through(proxy);
            proxy.failNext(request -> request.method().equals("GET"), StoreFault.HALF_BODY, StoreFault.HALF_BODY);
            try (InputStream in = shaky.open(key("large"), Range.ALL)) {
                assertThat(in.readAllBytes()).isEqualTo(content);
            }
            assertThat(proxy.faults()).containsEntry(StoreFault.HALF_BODY, 2L);
        }
    }

    @Test
    void noticesAByteThatChangedUnderWay() throws Exception {
        byte[] content = random(9 * MIB);
        bucket.createIfAbsent(key("large"), Body.of(content));
        try (StoreProxy proxy = proxy()) {
            Bucket shaky = through(proxy);
            proxy.failNext(request -> request.method().equals("GET"), StoreFault.CORRUPT_DOWNLOAD);
            try (InputStream in = shaky.open(key("large"), Range.ALL)) {
                assertThatThrownBy(in::readAllBytes)
                        .isInstanceOf(IOException.class)
                        .hasMessage("the checksum of large is another than the store's");
            }
            proxy.failNext(request -> request.method().equals("PUT"), StoreFault.CORRUPT_UPLOAD);
            assertThat(shaky.createIfAbsent(key("again"), Body.of(content))).isPresent();
            assertThat(read("again", Range.ALL)).isEqualTo(content);
            assertThat(proxy.faults()).containsEntry(StoreFault.CORRUPT_UPLOAD, 1L);
        }
    }

    @Test
    void saysWhoCanMendWhatTheStoreRefuses() throws Exception {
        Bucket missing = STORE.server().open("s3://no-such-bucket/prod");
        assertThatThrownBy(() -> missing.createIfAbsent(key("a"), text("1")))
                .hasMessage("Bucket not found: s3://no-such-bucket/prod")
                .extracting("code")
                .isEqualTo(ErrorCode.NOT_FOUND);
        Map<String, String> variables = STORE.server().variables();
        variables.put("AWS_SECRET_ACCESS_KEY", "a-wrong-secret");
        Bucket denied = new S3Provider().open(BucketUrl.of("s3://" + name), StorageSettings.DEFAULT, variables);
        assertThatThrownBy(() -> denied.createIfAbsent(key("a"), text("1")))
                .hasMessage("Cannot write a in s3://" + name + ": access denied (403 SignatureDoesNotMatch)")
                .satisfies(failure -> {
                    BucketException refused = (BucketException) failure;
                    assertThat(refused.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
                    assertThat(refused.nextStep())
                            .hasValueSatisfying(step ->
                                    assertThat(step).contains("s3:PutObject").doesNotContain("a-wrong-secret"));
                });
        assertThat(Optional.of(bucket.describe())).hasValue("s3://" + name + "/prod");
    }
}
