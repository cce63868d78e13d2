package dev.eider.ingest.batch;

import dev.eider.contract.Connection;
import dev.failsafe.RateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** The HTTP client of one connection, shared by all its datasets so that they keep its rate together. Thread-safe. */
final class ApiClient {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Site site;
    private final OkHttpClient http;
    private final Optional<RateLimiter<Object>> limiter;

    ApiClient(Site site) {
        Connection.Api connection = site.connection();
        this.site = site;
        // Redirects are followed by hand, to look at where they lead; attempts are counted in one place only. All
        // requests go to one host: over TLS never in clear text, and without it no trust store is read.
        this.http = new OkHttpClient.Builder()
                .connectTimeout(connection.timeout())
                .readTimeout(connection.timeout())
                .writeTimeout(connection.timeout())
                .callTimeout(connection.retry().budget())
                .connectionSpecs(List.of(site.isEncrypted() ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .build();
        this.limiter = connection
                .requestsPerSecond()
                .map(rate -> RateLimiter.smoothBuilder(Duration.ofNanos((long) (NANOS_PER_SECOND / rate)))
                        .build());
    }

    Site site() {
        return site;
    }

    /** Waits until the rate allows one more request. */
    void awaitTurn() throws InterruptedException {
        if (limiter.isPresent()) {
            limiter.get().acquirePermit();
        }
    }

    Call call(Request request) {
        return http.newCall(request);
    }
}
