package dev.eider.zones.s3;

import dev.eider.contract.StorageSettings;
import dev.eider.zones.BucketException;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.ObjectKey;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * A bucket of a store and the two ways of asking it. Thread-safe; lives as long as the program.
 *
 * @param patient repeats what did not come through: for requests that do no harm twice
 * @param once never repeats: for requests whose second answer would hide the first
 */
record S3Store(BucketUrl url, StorageSettings settings, S3Client patient, S3Client once) {
    /** Of one request, the first included. With a fault in every fifth call, one in 400,000 fails for good. */
    static final int ATTEMPTS_MAX = 8;

    static final BackoffStrategy PAUSE = BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofSeconds(5));
    private static final BackoffStrategy PAUSE_WHEN_BUSY =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(200), Duration.ofSeconds(10));
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    /** Between two bytes of an answer. A multipart upload of thousands of parts is put together before the first. */
    private static final Duration SILENCE_MAX = Duration.ofMinutes(2);

    static S3Store of(BucketUrl url, StorageSettings settings, Map<String, String> variables) throws BucketException {
        S3Settings checked = S3Settings.of(settings, variables);
        SdkHttpClient http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_MAX)
                .socketTimeout(SILENCE_MAX)
                .build();
        RetryStrategy patience = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS_MAX)
                .backoffStrategy(PAUSE)
                .throttlingBackoffStrategy(PAUSE_WHEN_BUSY)
                .circuitBreakerEnabled(false)
                .retryOnException(S3Problems::mayPass)
                .build();
        return new S3Store(
                url, settings, client(checked, http, patience), client(checked, http, AwsRetryStrategy.doNotRetry()));
    }

    private static S3Client client(S3Settings settings, SdkHttpClient http, RetryStrategy retries) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http)
                .credentialsProvider(settings.credentials())
                .forcePathStyle(settings.pathStyle())
                .region(settings.region().map(Region::of).orElse(Region.US_EAST_1))
                // Without a stated region the first answer says where the bucket is.
                .crossRegionAccessEnabled(
                        settings.region().isEmpty() && settings.endpoint().isEmpty())
                // This adapter itself sends checksums with every write and verifies those of every read: in headers,
                // which every store understands, not in trailers of a chunked encoding.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(false)
                        // The JDK's client loses an answer that comes instead of 100.
                        .expectContinueEnabled(false)
                        .build())
                .overrideConfiguration(override -> {
                    override.retryStrategy(retries);
                    if (settings.requesterPays()) {
                        override.putHeader("x-amz-request-payer", "requester");
                    }
                });
        Optional<URI> endpoint = settings.endpoint();
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    String bucket() {
        return url.bucket();
    }

    String name(ObjectKey key) {
        return url.name(key);
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
