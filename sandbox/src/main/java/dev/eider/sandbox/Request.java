package dev.eider.sandbox;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request without its body. Immutable.
 *
 * @param method as received
 * @param target path and query as received
 * @param path decoded
 * @param parameters decoded, in order, the secret one included; of a name that occurs twice the first
 * @param headers by name in lower case; of a name that occurs twice the last
 */
record Request(String method, String target, String path, Map<String, String> parameters, Map<String, String> headers) {
    /** The parameter that may carry the secret; it is never echoed, logged or kept. */
    static final String SECRET_PARAMETER = "api_key";

    static Request of(String method, String target, Map<String, String> headers) throws BadRequestException {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        Map<String, String> parameters = new LinkedHashMap<>();
        if (question >= 0) {
            for (String pair : target.substring(question + 1).split("&", 0)) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                if (!name.isEmpty()) {
                    parameters.putIfAbsent(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
                }
            }
        }
        return new Request(method, target, decoded(path), parameters, headers);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Path and query without the secret: the name by which tries of one URL are counted. */
    String publicTarget() {
        return path + query(parameters);
    }

    /** A query with its question mark, without the secret; empty if there is nothing to ask. */
    static String query(Map<String, String> parameters) {
        String pairs = parameters.entrySet().stream()
                .filter(pair -> !pair.getKey().equals(SECRET_PARAMETER))
                .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
                .collect(Collectors.joining("&"));
        return pairs.isEmpty() ? "" : "?" + pairs;
    }

    boolean closes() {
        return header("connection")
                .map(value -> value.equalsIgnoreCase("close"))
                .orElse(false);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) throws BadRequestException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("Invalid URL: a broken escape", e);
        }
    }
}
