package dev.eider.zones.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.ErrorCode;
import dev.eider.contract.StorageSettings;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketException;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.OutcomeUnknownException;
import dev.eider.zones.gcs.StubStore.Answer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the store refuses is said with who can mend it, and in no words that name people. */
final class GcsProblemsTest {
    private static final ObjectKey KEY = new ObjectKey("a/b");
    private static final Body BODY = Body.of(new byte[] {1});

    private StubStore store;
    private Bucket bucket;

    @BeforeEach
    void open() throws Exception {
        store = StubStore.start(0);
        bucket = TestBuckets.open(store.url(), "acme/prod");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private interface Call {
        void run() throws Exception;
    }

    private static BucketException failure(Call call) throws Exception {
        try {
            call.run();
        } catch (BucketException e) {
            return e;
        }
        throw new AssertionError("it did not fail");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | authError           | Invalid Credentials       | ACCESS_DENIED         | the store does not accept the credentials
            403 | forbidden           | ada@acme.example does not have storage.objects.create access | ACCESS_DENIED | access denied, storage.objects.create is missing
            403 | quotaExceeded       | The quota is exceeded     | STORAGE_FULL          | a quota is used up
            400 | required            | Bucket is a requester pays bucket but no user project provided. | ACCESS_DENIED | the bucket wants to know who pays for requests
            400 | invalid             | The key of ada is bad     | INVALID_CONFIGURATION | the store refuses the request (invalid)
            413 | uploadTooLarge      | Too large                 | STORAGE_FULL          | it is larger than the store takes
            """)
    void saysWhoCanMendIt(int status, String reason, String message, ErrorCode code, String said) throws Exception {
        store.answer(Answer.refusal(status, reason, message));
        BucketException failure = failure(() -> bucket.createIfAbsent(KEY, BODY));
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessage("Cannot write a/b in gs://acme/prod: " + said);
        assertThat(failure.nextStep()).isPresent();
        assertThat(store.requests()).as("a refusal is not asked twice").hasSize(1);
    }

    @Test
    void saysThatTheBucketIsMissing() throws Exception {
        store.answer(Answer.refusal(404, "notFound", "The specified bucket does not exist."));
        BucketException failure = failure(() -> bucket.createIfAbsent(KEY, BODY));
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(failure).hasMessage("Bucket not found: gs://acme");
    }

    @Test
    void triesAgainWhatMayPassAndNotForEver() throws Exception {
        Answer busy = Answer.refusal(429, "rateLimitExceeded", "Slow down");
        store.answer(Collections.nCopies(TestBuckets.ATTEMPTS_MAX, busy).toArray(Answer[]::new));
        BucketException failure = failure(() -> bucket.find(KEY));
        assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
        assertThat(failure).hasMessage("Cannot look up a/b in gs://acme/prod: the store is asked too often (429)");
        assertThat(store.requests()).hasSize(TestBuckets.ATTEMPTS_MAX);
    }

    @Test
    void doesNotSayThatItFailedWhereNobodyCanTell() throws Exception {
        Answer broken = Answer.refusal(503, "backendError", "Backend Error");
        store.answer(Collections.nCopies(2 * TestBuckets.ATTEMPTS_MAX, broken).toArray(Answer[]::new));
        BucketException failure = failure(() -> bucket.createIfAbsent(KEY, BODY));
        assertThat(failure)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessage("Cannot tell whether a/b in gs://acme/prod was written: an answer was lost");
    }

    @Test
    void saysThatItFailedWhereItLookedAndNothingWasThere() throws Exception {
        Answer broken = Answer.refusal(503, "backendError", "Backend Error");
        store.answer(Collections.nCopies(TestBuckets.ATTEMPTS_MAX, broken).toArray(Answer[]::new));
        store.answer(Answer.refusal(404, "notFound", "No such object"));
        BucketException failure = failure(() -> bucket.createIfAbsent(KEY, BODY));
        assertThat(failure).isNotInstanceOf(OutcomeUnknownException.class);
        assertThat(failure).hasMessage("Cannot write a/b in gs://acme/prod: the store answers 503");
    }

    @Test
    void namesPayerKeyAndClass() throws Exception {
        StorageSettings settings = settings(
                Optional.of("billing"),
                Optional.of("projects/p/locations/l/keyRings/r/cryptoKeys/k"),
                Optional.of("nearline"));
        store.answer(Answer.refusal(412, "conditionNotMet", "Precondition failed"));
        assertThat(TestBuckets.open(store.url(), "acme/prod", settings).createIfAbsent(KEY, BODY))
                .isEmpty();
        assertThat(store.requests())
                .singleElement()
                .asString()
                .contains("userProject=billing", "kmsKeyName=projects/p/locations/l/keyRings/r/cryptoKeys/k")
                .contains("ifGenerationMatch=0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Billing! |                | | Invalid storage.requester_pays: Billing! (the id of a project)
                     | my-key         | | Invalid storage.kms_key: my-key (projects/…/locations/…/keyRings/…/cryptoKeys/…)
                     |                | cold | Invalid storage.class: cold (STANDARD, NEARLINE, COLDLINE or ARCHIVE)
            """)
    void refusesSettingsThatTheStoreCannotUse(String payer, String key, String storageClass, String message)
            throws Exception {
        StorageSettings settings =
                settings(Optional.ofNullable(payer), Optional.ofNullable(key), Optional.ofNullable(storageClass));
        BucketException failure = failure(() -> TestBuckets.open(store.url(), "acme", settings));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(failure).hasMessage(message);
    }

    private static StorageSettings settings(
            Optional<String> payer, Optional<String> key, Optional<String> storageClass) {
        return new StorageSettings(
                Optional.empty(),
                payer,
                key,
                storageClass,
                Optional.empty(),
                Optional.empty(),
                StorageSettings.Addressing.HOST);
    }

    @Test
    void findsTheEmulatorAsOtherClientsDo() throws Exception {
        for (String value : List.of("localhost:4443", "http://localhost:4443", "http://localhost:4443/")) {
            GcsSettings found = GcsSettings.of(StorageSettings.DEFAULT, Map.of("STORAGE_EMULATOR_HOST", value));
            assertThat(found.endpoint()).contains("http://localhost:4443");
            assertThat(found.isAnonymous()).isTrue();
        }
        assertThat(GcsSettings.of(StorageSettings.DEFAULT, Map.of()).endpoint()).isEmpty();
        assertThat(GcsSettings.of(StorageSettings.DEFAULT, Map.of()).isAnonymous())
                .isFalse();
    }

    @Test
    void sendsNoCredentialsInTheClear() throws Exception {
        for (String url : List.of("http://store.internal", "https://store.internal")) {
            StorageSettings settings = new StorageSettings(
                    Optional.of(Path.of("key.json")),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(URI.create(url)),
                    Optional.empty(),
                    StorageSettings.Addressing.HOST);
            assertThat(GcsSettings.of(settings, Map.of()).isAnonymous()).isEqualTo(url.startsWith("http:"));
        }
    }

    @Test
    void quotesNothingOfAFileThatHoldsNoCredentials(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("key.json"), "{\"type\":\"service_account\",\"private_key\":\"s3cret\"}");
        BucketException failure = failure(() -> GcsCredentials.read(file, BucketUrl.of("gs://acme/prod")));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(failure)
                .hasMessage("Cannot open gs://acme/prod: no credentials of Google can be read from " + file)
                .hasNoCause();
    }
}
