package dev.eider.payloads;

import dev.eider.contract.ClientProperties;
import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RateLimiter;
import dev.failsafe.RetryPolicy;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.ConnectionSpec;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Asks a registry for one thing at a time, again where that may help, and never faster than a registry takes. Sends
 * credentials to no other host. Thread-safe.
 */
final class RegistryClient implements Closeable {
    /** Longest answer; schemas are kilobytes. */
    static final int ANSWER_BYTES_MAX = 4 << 20;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int ATTEMPTS_MAX = 6;
    private static final Duration BUDGET = Duration.ofSeconds(60);
    private static final Duration WAIT_FIRST = Duration.ofMillis(200);
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final double JITTER = 0.3;

    /** Of all who ask here: made-up ids may be as many as records. */
    private static final int REQUESTS_PER_SECOND_MAX = 500;

    private static final int NOT_FOUND = 404;

    /** Statuses that may be over soon. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

    /** What a registry answered. */
    record Answer(String text, Optional<String> artifactType) {}

    /** What is made of an answer. */
    private interface Reading<T> {
        T read(Response response) throws IOException, EiderException;
    }

    /** A failure that may be over soon. */
    private static final class TryAgainException extends Exception {
        private static final long serialVersionUID = 1L;

        TryAgainException(String reason, @Nullable Throwable cause) {
            super(reason, cause);
        }
    }

    private final String name;
    private final Optional<String> authorization;
    private final OkHttpClient http;
    private final RateLimiter<Object> pace = RateLimiter.smoothBuilder(REQUESTS_PER_SECOND_MAX, Duration.ofSeconds(1))
            .build();
    private final RetryPolicy<Object> policy = RetryPolicy.builder()
            .handle(TryAgainException.class)
            .withBackoff(WAIT_FIRST, WAIT_MAX)
            .withJitter(JITTER)
            .withMaxAttempts(ATTEMPTS_MAX)
            .withMaxDuration(BUDGET)
            .build();

    RegistryClient(Connection.Kafka connection, HttpUrl base) throws EiderException {
        this.name =
                "the schema registry of connection '" + connection.name() + "' at " + base.host() + ":" + base.port();
        this.authorization = authorization(connection);
        OkHttpClient.Builder settings = new OkHttpClient.Builder()
                .connectTimeout(TIMEOUT)
                .readTimeout(TIMEOUT)
                .writeTimeout(TIMEOUT)
                .callTimeout(TIMEOUT.multipliedBy(2))
                .connectionSpecs(List.of(base.isHttps() ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
                .followRedirects(false)
                .followSslRedirects(false);
        RegistryTls.of(connection).ifPresent(tls -> settings.sslSocketFactory(tls.sockets(), tls.trusted()));
        this.http = settings.build();
    }

    private static Optional<String> authorization(Connection.Kafka connection) {
        String token = property(connection, "bearer.auth.token");
        if (token != null) {
            return Optional.of("Bearer " + token);
        }
        String user = property(connection, "basic.auth.user.info");
        int colon = user == null ? -1 : user.indexOf(':');
        return user == null || colon < 0
                ? Optional.empty()
                : Optional.of(
                        Credentials.basic(user.substring(0, colon), user.substring(colon + 1), StandardCharsets.UTF_8));
    }

    /** As the registries' own clients name it. */
    private static @Nullable String property(Connection.Kafka connection, String property) {
        String prefixed = connection.properties().get(ClientProperties.REGISTRY + property);
        return prefixed == null ? connection.properties().get(property) : prefixed;
    }

    /** The answer; empty if there is nothing there. */
    Optional<Answer> get(HttpUrl url) throws EiderException {
        return ask(url, response -> {
            if (response.code() == NOT_FOUND) {
                return Optional.empty();
            }
            if (!response.isSuccessful()) {
                throw refused(response.code());
            }
            return Optional.of(
                    new Answer(text(response), Optional.ofNullable(response.header("X-Registry-ArtifactType"))));
        });
    }

    /** Whether anything is there, be it not for everybody. */
    boolean isThere(HttpUrl url) throws EiderException {
        return ask(url, response -> response.code() != NOT_FOUND);
    }

    private <T> T ask(HttpUrl url, Reading<T> reading) throws EiderException {
        try {
            return Failsafe.with(policy).get(() -> attempt(url, reading));
        } catch (FailsafeException e) {
            if (e.getCause() instanceof EiderException refused) {
                throw refused;
            }
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            String reason = e.getCause() instanceof TryAgainException again ? again.getMessage() : "interrupted";
            throw new EiderException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    "Cannot ask " + name + ": " + reason,
                    "Nothing is lost: run the command again when it answers",
                    e);
        }
    }

    private <T> T attempt(HttpUrl url, Reading<T> reading)
            throws EiderException, TryAgainException, InterruptedException {
        pace.acquirePermit();
        Request.Builder request = new Request.Builder().url(url).header("Accept", "application/json, */*;q=0.5");
        authorization.ifPresent(value -> request.header("Authorization", value));
        try (Response response = http.newCall(request.build()).execute()) {
            if (PASSING.contains(response.code())) {
                throw new TryAgainException("status " + response.code(), null);
            }
            return reading.read(response);
        } catch (IOException e) {
            if (e instanceof SSLPeerUnverifiedException || e.getCause() instanceof CertificateException) {
                throw new EiderException(
                        ErrorCode.SOURCE_REFUSED,
                        "Cannot ask " + name + ": its certificate is not trusted, or is of another host",
                        "Set schema.registry.ssl.truststore.location, a file of certificates, and"
                                + " schema.registry.ssl.truststore.type in the connection's properties",
                        e);
            }
            String message = e.getMessage();
            throw new TryAgainException(message == null ? e.getClass().getSimpleName() : message, e);
        }
    }

    private String text(Response response) throws IOException, EiderException {
        try (InputStream body = response.body().byteStream()) {
            byte[] bytes = body.readNBytes(ANSWER_BYTES_MAX + 1);
            if (bytes.length > ANSWER_BYTES_MAX) {
                throw new EiderException(
                        ErrorCode.SOURCE_REFUSED,
                        "Cannot read what " + name + " answers: more than " + ANSWER_BYTES_MAX + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private EiderException refused(int status) {
        return switch (status) {
            case 401, 403 ->
                new EiderException(
                        ErrorCode.ACCESS_DENIED,
                        "Cannot ask " + name + ": status " + status,
                        "Set schema.registry.basic.auth.user.info, a reference like ${REGISTRY_USER}, in the connection's"
                                + " properties");
            default ->
                new EiderException(
                        ErrorCode.SOURCE_REFUSED,
                        "Cannot ask " + name + ": status " + status,
                        "Check schema_registry of the connection in eider.yaml");
        };
    }

    EiderException absent() {
        return new EiderException(
                ErrorCode.SOURCE_REFUSED,
                "Cannot ask " + name + ": at its path is no schema registry",
                "Check schema_registry of the connection in eider.yaml: http://HOST:8081 of Confluent's,"
                        + " http://HOST:8080/apis/registry/v3 of Apicurio's");
    }

    EiderException unreadable() {
        return new EiderException(
                ErrorCode.SOURCE_REFUSED,
                "Cannot read what " + name + " answers: it is no answer of a schema registry",
                "Check schema_registry of the connection in eider.yaml");
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
