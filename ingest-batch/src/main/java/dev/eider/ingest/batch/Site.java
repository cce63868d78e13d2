package dev.eider.ingest.batch;

import dev.eider.contract.Connection;
import dev.eider.contract.Connection.Auth;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * The one host that a connection talks to, and how it says who asks. Whatever a response points to is followed only
 * within the same scheme, host and port, so that credentials reach nobody else. Immutable and thread-safe.
 */
final class Site {
    private final Connection.Api connection;
    private final HttpUrl base;
    private final String userAgent;

    Site(Connection.Api connection, String build) throws EiderException {
        HttpUrl parsed = HttpUrl.parse(connection.baseUrl().toString());
        if (parsed == null) {
            throw new EiderException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Invalid base_url of connection '" + connection.name() + "' (an http or https URL)");
        }
        this.connection = connection;
        this.base = parsed;
        this.userAgent = "eider/" + build.replaceAll("[^!-~]", "-");
        checkSecret();
        checkHeaders(connection.headers());
    }

    Connection.Api connection() {
        return connection;
    }

    String host() {
        return base.host();
    }

    boolean isEncrypted() {
        return base.isHttps();
    }

    /** The URL of a path below the base URL. */
    HttpUrl resolve(String path, Map<String, String> params) throws EiderException {
        String trunk = base.newBuilder().query(null).fragment(null).build().toString();
        String joined = trunk.replaceFirst("/+$", "") + "/" + path.replaceFirst("^/+", "");
        HttpUrl url = HttpUrl.parse(joined);
        if (url == null || !isHere(url)) {
            throw new EiderException(
                    ErrorCode.INVALID_CONFIGURATION, "Invalid path: " + path + " (below the connection's base_url)");
        }
        HttpUrl.Builder builder = url.newBuilder();
        new TreeMap<>(params).forEach(builder::addQueryParameter);
        return clean(builder.build());
    }

    /**
     * The target of a link or redirect, resolved against where it stood.
     *
     * @param what the link, for the message: {@code next link of page 3}
     * @throws EiderException of code SOURCE_REFUSED if it leads elsewhere
     */
    HttpUrl follow(HttpUrl from, String target, String what) throws EiderException {
        HttpUrl url = from.resolve(target);
        if (url == null) {
            throw new EiderException(ErrorCode.SOURCE_REFUSED, "Cannot follow the " + what + ": it is no http URL");
        }
        if (!isHere(url)) {
            throw new EiderException(
                    ErrorCode.SOURCE_REFUSED,
                    "Cannot follow the " + what + ": it leads to " + origin(url) + ", not to " + origin(base),
                    "If that is the API, make it base_url of connection '" + connection.name() + "' in eider.yaml");
        }
        return clean(url);
    }

    /** A request for the URL with what the connection and the source add to it. */
    Request request(HttpUrl url, Map<String, String> headers) {
        Request.Builder request = new Request.Builder().header("Accept", "application/json");
        new TreeMap<>(connection.headers()).forEach(request::header);
        new TreeMap<>(headers).forEach(request::header);
        request.header("User-Agent", userAgent);
        HttpUrl asked = url;
        if (connection.auth() instanceof Auth.Bearer bearer) {
            request.header("Authorization", "Bearer " + bearer.token().reveal());
        } else if (connection.auth() instanceof Auth.ApiKey key) {
            if (key.location() == Auth.Location.HEADER) {
                request.header(key.keyName(), key.key().reveal());
            } else {
                asked = url.newBuilder()
                        .setQueryParameter(key.keyName(), key.key().reveal())
                        .build();
            }
        }
        return request.url(asked).build();
    }

    /** Where the secret stands in eider.yaml, for messages. */
    Optional<String> secretKey() {
        String of = " of connection '" + connection.name() + "' in eider.yaml";
        if (connection.auth() instanceof Auth.Bearer) {
            return Optional.of("auth.token" + of);
        }
        return connection.auth() instanceof Auth.ApiKey ? Optional.of("auth.api_key" + of) : Optional.empty();
    }

    /** The URL for messages: without parameters, which may hold anything. */
    static String shown(HttpUrl url) {
        return origin(url) + url.encodedPath();
    }

    /** Refuses what no header can carry here, since the HTTP client's own message would quote it. */
    private void checkSecret() throws EiderException {
        boolean isFit = connection.auth() instanceof Auth.Bearer bearer
                ? isVisible(bearer.token().reveal())
                : !(connection.auth() instanceof Auth.ApiKey key)
                        || (isVisible(key.keyName()) && isVisible(key.key().reveal()));
        if (!isFit) {
            throw new EiderException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Invalid " + secretKey().orElse("auth") + " (visible ASCII characters only, at least one)");
        }
    }

    static void checkHeaders(Map<String, String> headers) throws EiderException {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (!isVisible(header.getKey()) || !header.getValue().matches("[ -~]*")) {
                throw new EiderException(
                        ErrorCode.INVALID_CONFIGURATION,
                        "Invalid header: " + header.getKey() + " (visible ASCII characters only)");
            }
        }
    }

    private static boolean isVisible(String text) {
        return text.matches("[!-~]+");
    }

    private boolean isHere(HttpUrl url) {
        return url.scheme().equals(base.scheme()) && url.host().equals(base.host()) && url.port() == base.port();
    }

    /** The URL without credentials and fragment, as it may be kept. */
    private HttpUrl clean(HttpUrl url) {
        HttpUrl.Builder builder = url.newBuilder().username("").password("").fragment(null);
        if (connection.auth() instanceof Auth.ApiKey key && key.location() == Auth.Location.QUERY) {
            builder.removeAllQueryParameters(key.keyName());
        }
        return builder.build();
    }

    private static String origin(HttpUrl url) {
        boolean isDefault = url.port() == HttpUrl.defaultPort(url.scheme());
        return url.scheme() + "://" + url.host() + (isDefault ? "" : ":" + url.port());
    }
}
