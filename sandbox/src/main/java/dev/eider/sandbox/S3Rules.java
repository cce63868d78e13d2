package dev.eider.sandbox;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** S3 with the bucket in the path. Parts of an upload, its start and its end without effect, and tags owe nothing. */
final class S3Rules implements StoreRules {
    private static final Pattern LISTED = Pattern.compile("(?s)<Object>.*?</Object>");

    @Override
    public StoreCall call(StoreRequest request) {
        StoreQuery query = StoreQuery.of(request.query());
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!isObject(request)) {
            if (reads && query.hasAny("list-type", "prefix", "delimiter", "max-keys")) {
                return StoreCall.LIST;
            }
            return query.has("delete") ? StoreCall.CHANGE : StoreCall.ADMINISTRATION;
        }
        if (reads) {
            boolean isWhole =
                    request.headers().getOrDefault("range", "bytes=0-").equals("bytes=0-");
            boolean isContent = request.method().equals("GET")
                    && !query.hasAny("uploadId", "tagging", "acl", "attributes", "retention", "partNumber");
            return isContent && isWhole ? StoreCall.DOWNLOAD : StoreCall.READ;
        }
        boolean carries = request.method().equals("PUT")
                && !query.has("tagging")
                && !request.headers().containsKey("x-amz-copy-source");
        return carries ? StoreCall.UPLOAD : StoreCall.CHANGE;
    }

    private static boolean isObject(StoreRequest request) {
        int slash = request.path().indexOf('/', 1);
        return slash > 0 && slash < request.path().length() - 1;
    }

    @Override
    public String key(StoreRequest request) {
        StoreQuery query = StoreQuery.of(request.query());
        return request.method() + " " + request.path() + " " + query.of("partNumber", "") + " "
                + query.of("prefix", "");
    }

    @Override
    public boolean judgesContent(StoreRequest request) {
        return request.method().equals("POST") && StoreQuery.of(request.query()).has("delete");
    }

    @Override
    public Optional<String> lacks(StoreRequest request, HttpContent content) {
        StoreQuery query = StoreQuery.of(request.query());
        boolean isConditional = request.headers().containsKey("if-match")
                || request.headers().getOrDefault("if-none-match", "").equals("*");
        if (judgesContent(request)) {
            boolean all = LISTED.matcher(content.text())
                    .results()
                    .allMatch(listed ->
                            listed.group().contains("<ETag>") || listed.group().contains("<VersionId>"));
            return all ? Optional.empty() : Optional.of("an ETag for each object");
        }
        if (!isObject(request) || isConditional) {
            return Optional.empty();
        }
        return switch (request.method()) {
            case "PUT" ->
                query.hasAny("tagging", "partNumber") ? Optional.empty() : Optional.of("If-None-Match: * or If-Match");
            case "POST" -> query.has("uploads") ? Optional.empty() : Optional.of("If-None-Match: * or If-Match");
            case "DELETE" ->
                query.hasAny("uploadId", "tagging", "versionId") ? Optional.empty() : Optional.of("If-Match");
            default -> Optional.empty();
        };
    }

    @Override
    public StoreAnswer error(int status, String message, Optional<String> retryAfter) throws IOException {
        String code = switch (status) {
            case 408 -> "RequestTimeout";
            case 429 -> "TooManyRequests";
            case 503 -> "SlowDown";
            default -> "InternalError";
        };
        String body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                + "</Message></Error>";
        Map<String, String> headers =
                retryAfter.map(seconds -> Map.of("Retry-After", seconds)).orElse(Map.of());
        return StoreAnswer.of(status, "application/xml", headers, body);
    }
}
