package dev.eider.sandbox;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Google Cloud Storage's JSON interface; resumable uploads are followed by {@link GcsSessions}. */
final class GcsRules implements StoreRules {
    private static final String OBJECTS = "/storage/v1/b/[^/]+/o";
    private static final Pattern LISTING = Pattern.compile(OBJECTS + "/?");
    private static final Pattern OBJECT = Pattern.compile("(?:/download)?" + OBJECTS + "/.+");
    private static final Pattern UPLOADING = Pattern.compile("(?:/resumable)?/upload" + OBJECTS + "/?");
    private static final Pattern MADE_OF_OTHERS =
            Pattern.compile(OBJECTS + "/(?:[^/]+/compose|[^/]+/(?:rewriteTo|copyTo)/.+|[^/]+/(?:moveTo|restore).*)");
    private static final Pattern BATCH = Pattern.compile("/batch/storage/v1/?");
    private static final Pattern BATCHED =
            Pattern.compile("(?m)^(DELETE|PATCH|PUT|POST) (?:https?://[^/ ]+)?(/[^ ?]*)\\??([^ ]*) HTTP/1.1\r?$");
    private static final String SESSION = "upload_id";

    private final GcsSessions sessions = new GcsSessions();

    @Override
    public StoreCall call(StoreRequest request) {
        String path = request.path();
        if (UPLOADING.matcher(path).matches()) {
            boolean carries = request.method().equals("PUT")
                    ? !request.headers().getOrDefault("content-range", "").startsWith("bytes */")
                    : !isStart(request);
            return carries && !request.method().equals("DELETE") ? StoreCall.UPLOAD : StoreCall.CHANGE;
        }
        if (request.method().equals("GET") || request.method().equals("HEAD")) {
            if (LISTING.matcher(path).matches()) {
                return StoreCall.LIST;
            }
            if (!OBJECT.matcher(path).matches()) {
                return StoreCall.ADMINISTRATION;
            }
            boolean isContent = path.startsWith("/download/")
                    || StoreQuery.of(request.query()).of("alt", "").equals("media");
            boolean isWhole =
                    request.headers().getOrDefault("range", "bytes=0-").equals("bytes=0-");
            return isContent && isWhole ? StoreCall.DOWNLOAD : StoreCall.READ;
        }
        boolean isObjects =
                OBJECT.matcher(path).matches() || BATCH.matcher(path).matches();
        return isObjects ? StoreCall.CHANGE : StoreCall.ADMINISTRATION;
    }

    private static boolean isStart(StoreRequest request) {
        StoreQuery query = StoreQuery.of(request.query());
        return request.method().equals("POST") && query.of("uploadType", "").equals("resumable") && !query.has(SESSION);
    }

    private static Optional<String> session(StoreRequest request) {
        return UPLOADING.matcher(request.path()).matches()
                ? StoreQuery.of(request.query()).find(SESSION)
                : Optional.empty();
    }

    @Override
    public String key(StoreRequest request) {
        StoreQuery query = StoreQuery.of(request.query());
        return request.method() + " " + request.path() + " " + query.of("name", "") + " " + query.of("prefix", "");
    }

    @Override
    public boolean judgesContent(StoreRequest request) {
        return isStart(request) || BATCH.matcher(request.path()).matches();
    }

    @Override
    public Optional<String> lacks(StoreRequest request, HttpContent content) {
        String path = request.path();
        StoreQuery query = StoreQuery.of(request.query());
        if (request.method().equals("GET") || request.method().equals("HEAD")) {
            return Optional.empty();
        }
        if (BATCH.matcher(path).matches()) {
            return lacksInBatch(request, content.text());
        }
        if (UPLOADING.matcher(path).matches()) {
            Optional<String> session = session(request);
            if (session.isPresent()) {
                return request.method().equals("PUT") ? sessions.lacks(session.get(), request) : Optional.empty();
            }
            return unless(query.has("ifGenerationMatch"), "ifGenerationMatch");
        }
        if (!OBJECT.matcher(path).matches()) {
            return Optional.empty();
        }
        if (request.method().equals("DELETE") || MADE_OF_OTHERS.matcher(path).matches()) {
            return unless(query.has("ifGenerationMatch"), "ifGenerationMatch");
        }
        return unless(
                query.hasAny("ifMetagenerationMatch", "ifGenerationMatch"),
                "ifMetagenerationMatch or ifGenerationMatch");
    }

    private Optional<String> lacksInBatch(StoreRequest batch, String content) {
        Matcher calls = BATCHED.matcher(content);
        while (calls.find()) {
            StoreRequest call = new StoreRequest(
                    batch.number(),
                    calls.group(1),
                    calls.group(2),
                    calls.group(3),
                    Map.of(),
                    Optional.empty(),
                    batch.status());
            Optional<String> lacking = lacks(call, HttpContent.EMPTY);
            if (lacking.isPresent()) {
                return Optional.of(call.method() + " " + call.path() + " without " + lacking.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unless(boolean isThere, String name) {
        return isThere ? Optional.empty() : Optional.of(name);
    }

    @Override
    public StoreAnswer error(int status, String message, Optional<String> retryAfter) throws IOException {
        return problem(status, message, retryAfter);
    }

    static StoreAnswer problem(int status, String message, Optional<String> retryAfter) throws IOException {
        String body = "{\"error\":{\"code\":" + status + ",\"message\":\"" + message
                + "\",\"errors\":[{\"domain\":\"global\",\"reason\":\"" + (status == 400 ? "invalid" : "backendError")
                + "\",\"message\":\"" + message + "\"}]}}";
        Map<String, String> headers =
                retryAfter.map(seconds -> Map.of("Retry-After", seconds)).orElse(Map.of());
        return StoreAnswer.of(status, "application/json; charset=UTF-8", headers, body);
    }

    @Override
    public Optional<StoreAnswer> instead(StoreRequest request) throws IOException {
        Optional<String> session = session(request);
        return session.isPresent() && request.method().equals("PUT")
                ? sessions.instead(session.get(), request)
                : Optional.empty();
    }

    @Override
    public long already(StoreRequest request) {
        return session(request).map(id -> sessions.already(id, request)).orElse(0L);
    }

    @Override
    public void spoilt(StoreRequest request) {
        session(request).ifPresent(sessions::spoilt);
    }

    @Override
    public StoreAnswer answered(StoreRequest request, HttpContent content, StoreAnswer answer) throws IOException {
        if (isStart(request)) {
            String location = answer.head().header("location").orElse("");
            String text = content.text();
            boolean isChecked = text.contains("\"crc32c\"") || text.contains("\"md5Hash\"");
            StoreQuery.of(location.substring(location.indexOf('?') + 1))
                    .find(SESSION)
                    .ifPresent(id -> sessions.started(id, isChecked));
        }
        Optional<String> session = session(request);
        return session.isPresent() && request.method().equals("PUT")
                ? sessions.answered(session.get(), answer)
                : answer;
    }

    @Override
    public void delivered(StoreRequest request) {
        session(request).ifPresent(sessions::delivered);
    }

    @Override
    public void halfDelivered(StoreRequest request) {
        session(request).ifPresent(sessions::halfDelivered);
    }
}
