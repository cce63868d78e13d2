package dev.eider.ingest.batch;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Makes one request at a time and follows redirects within the site. {@link #cancel} may be called by any thread. */
final class Caller {
    static final int REDIRECTS_MAX = 5;

    private final ApiClient client;
    private volatile @Nullable Call current;
    private volatile boolean cancelled;

    Caller(ApiClient client) {
        this.client = client;
    }

    /** The answer, its body unread; to be closed by the caller. */
    Response get(HttpUrl url, Map<String, String> headers, String what) throws IOException, EiderException {
        HttpUrl asked = url;
        for (int redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
            Response response = send(asked, headers);
            Optional<String> target = redirect(response);
            if (target.isEmpty()) {
                return response;
            }
            response.close();
            asked = client.site().follow(asked, target.get(), "redirect of " + what);
        }
        throw new EiderException(
                ErrorCode.SOURCE_REFUSED, "Cannot read " + what + ": more than " + REDIRECTS_MAX + " redirects");
    }

    void cancel() {
        cancelled = true;
        Call call = current;
        if (call != null) {
            call.cancel();
        }
    }

    private Response send(HttpUrl url, Map<String, String> headers) throws IOException {
        try {
            client.awaitTurn();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        Call call = client.call(client.site().request(url, headers));
        current = call;
        if (cancelled) {
            call.cancel();
        }
        return call.execute();
    }

    private static Optional<String> redirect(Response response) {
        return switch (response.code()) {
            case 301, 302, 303, 307, 308 -> Optional.ofNullable(response.header("Location"));
            default -> Optional.empty();
        };
    }
}
