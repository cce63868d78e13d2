package dev.eider.ingest.batch;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import okhttp3.MediaType;
import okhttp3.Response;

/** What a source's answer, or the lack of one, means. Nothing of a body and no exception's words reach a message. */
final class Answers {
    static final int NO_CONTENT = 204;

    /** Attempts after which a host without an address, or without a valid certificate, is given up. */
    static final int UNREACHABLE_ATTEMPTS_MAX = 3;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private Answers() {}

    /**
     * Passes an answer that may be a page.
     *
     * @throws TryAgainException where the status says that it may pass
     * @throws EiderException of code SOURCE_REFUSED where it says that it will not
     */
    static void check(Response response, String what, Site site, Clock clock) throws EiderException {
        int status = response.code();
        if (status == 200 || status == 201 || status == 203 || status == NO_CONTENT) {
            return;
        }
        String answered = "the source answered " + status;
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            Optional<Duration> wait = retryAfter(response, clock);
            throw wait.isPresent()
                    ? TryAgainException.notBefore(answered, wait.get())
                    : TryAgainException.after(answered);
        }
        String connection = "connection '" + site.connection().name() + "' in eider.yaml";
        String next = switch (status) {
            case 401, 403 ->
                site.secretKey()
                        .map(key -> "Check " + key + ": it may be wrong, expired or without the right")
                        .orElse("Set auth of " + connection);
            case 404, 410 -> "Check path in the contract and base_url of " + connection;
            case 400, 422 -> "Check path, params and paginator in the contract";
            default -> "Check the contract's source and " + connection;
        };
        throw new EiderException(ErrorCode.SOURCE_REFUSED, "Cannot read " + what + ": " + answered, next);
    }

    /** What a broken exchange means. */
    static TryAgainException broken(IOException e, Site site) {
        if (e instanceof UnknownHostException) {
            return TryAgainException.atMost(UNREACHABLE_ATTEMPTS_MAX, "host " + site.host() + " is not known");
        }
        if (e instanceof SocketTimeoutException) {
            return TryAgainException.after(
                    "no answer within " + site.connection().timeout().toSeconds() + " s");
        }
        if (e instanceof ConnectException) {
            return TryAgainException.after("no connection to " + site.host());
        }
        if (e instanceof SSLException) {
            return TryAgainException.atMost(UNREACHABLE_ATTEMPTS_MAX, "no TLS connection to " + site.host());
        }
        return TryAgainException.after(
                e instanceof EOFException || e instanceof ProtocolException
                        ? "the answer ended early"
                        : "the connection broke");
    }

    static String nextStep(TryAgainException e, Site site) {
        boolean neverReached =
                e.attemptsMax() == UNREACHABLE_ATTEMPTS_MAX || e.what().startsWith("no connection");
        return neverReached
                ? "Check base_url of connection '" + site.connection().name() + "' in eider.yaml, and the network"
                : "Run the command again later: nothing of this batch is committed";
    }

    /** The type without its parameters. */
    static String contentType(Response response) {
        MediaType type = response.body().contentType();
        return type == null ? "none" : type.type() + "/" + type.subtype();
    }

    /** How long the source asks to wait: seconds, or a date, which is read against the source's own clock. */
    static Optional<Duration> retryAfter(Response response, Clock clock) {
        String value = response.header("Retry-After");
        if (value == null) {
            return Optional.empty();
        }
        if (SECONDS.matcher(value.strip()).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value.strip())));
        }
        Instant until = response.headers().getInstant("Retry-After");
        if (until == null) {
            return Optional.empty();
        }
        Instant now = response.headers().getInstant("Date");
        Duration wait = Duration.between(now == null ? clock.instant() : now, until);
        return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    }
}
