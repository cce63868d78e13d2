package dev.eider.zones.gcs;

import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.BlobWriteSessionConfigs;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.BucketException;
import dev.eider.zones.BucketUrl;
import java.io.IOException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The connections to the store; credentials are looked for at the first call. Thread-safe. */
final class GcsClient {
    /** Memory that an upload takes; the store wants a multiple of 256 KiB. */
    static final int CHUNK_BYTES = 16 * 1024 * 1024;

    private static final Duration CONNECT_MAX = Duration.ofSeconds(20);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final String GOOGLE = "https://storage.googleapis.com";

    /** The store is never asked for a project's things, and looking for a default one takes a time-out. */
    private static final String NO_PROJECT = "none";

    /** Its warnings are stack traces of what is repeated here, or thrown. Held, or the level would be collected. */
    private static final Logger HTTP_LOG = Logger.getLogger("com.google.api.client.http");

    static {
        HTTP_LOG.setLevel(Level.SEVERE);
    }

    private final BucketUrl place;
    private final GcsSettings settings;
    private final GcsRetries retries;
    private @Nullable Connected connected;

    /**
     * What is connected.
     *
     * @param once sends each request once: who calls decides what may be repeated
     * @param uploads repeats the chunks of an upload, each from where the store says it is
     * @param requests plain requests with credentials
     */
    private record Connected(Storage once, Storage uploads, HttpRequestFactory requests) {}

    GcsClient(BucketUrl place, GcsSettings settings, GcsRetries retries) {
        this.place = place;
        this.settings = settings;
        this.retries = retries;
    }

    GcsSettings settings() {
        return settings;
    }

    GcsRetries retries() {
        return retries;
    }

    Storage once() throws BucketException {
        return connected().once;
    }

    Storage uploads() throws BucketException {
        return connected().uploads;
    }

    HttpRequestFactory requests() throws BucketException {
        return connected().requests;
    }

    /** Where the store's address begins, without a slash at its end. */
    String root() {
        return settings.endpoint().orElse(GOOGLE);
    }

    private synchronized Connected connected() throws BucketException {
        Connected found = connected;
        if (found == null) {
            found = connect();
            connected = found;
        }
        return found;
    }

    private Connected connect() throws BucketException {
        NetHttpTransport http = new NetHttpTransport();
        HttpTransportOptions transport = HttpTransportOptions.newBuilder()
                .setHttpTransportFactory(() -> http)
                .setConnectTimeout((int) CONNECT_MAX.toMillis())
                .setReadTimeout((int) ANSWER_MAX.toMillis())
                .build();
        StorageOptions once = StorageOptions.http()
                .setTransportOptions(transport)
                .setCredentials(credentials())
                .setProjectId(settings.payer().orElse(NO_PROJECT))
                .setHost(root())
                .setRetrySettings(RetrySettings.newBuilder().setMaxAttempts(1).build())
                .build();
        StorageOptions uploads = StorageOptions.http()
                .setTransportOptions(transport)
                .setCredentials(once.getCredentials())
                .setProjectId(once.getProjectId())
                .setHost(root())
                .setRetrySettings(retries.settings())
                .setBlobWriteSessionConfig(BlobWriteSessionConfigs.getDefault().withChunkSize(CHUNK_BYTES))
                .build();
        return new Connected(
                once.getService(),
                uploads.getService(),
                http.createRequestFactory(transport.getHttpRequestInitializer(once)));
    }

    private Credentials credentials() throws BucketException {
        if (settings.isAnonymous()) {
            return NoCredentials.getInstance();
        }
        if (settings.credentials().isPresent()) {
            return GcsCredentials.read(settings.credentials().get(), place);
        }
        try {
            return GoogleCredentials.getApplicationDefault();
        } catch (IOException e) {
            throw new BucketException(
                    ErrorCode.ACCESS_DENIED,
                    "Cannot open " + place + ": this machine has no credentials of Google",
                    "Run gcloud auth application-default login, or set storage.credentials to the key file of a "
                            + "service account",
                    e);
        }
    }
}
