package dev.eider.zones;

import dev.eider.contract.ErrorCode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket of a cloud, like {@code gs://acme-dwh/prod}.
 *
 * @param scheme in lower case
 * @param bucket the store's name of it
 * @param prefix what the objects' names begin with: empty, or ends with a slash
 */
public record BucketUrl(String scheme, String bucket, String prefix) {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+-]+):.*");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,221}[a-z0-9]");

    /** The scheme of a URL; empty for a path. */
    public static Optional<String> scheme(String text) {
        Matcher matcher = SCHEME.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** @throws BucketException of code INVALID_CONFIGURATION; its message quotes no URL, which may hold a credential */
    public static BucketUrl of(String text) throws BucketException {
        String scheme = scheme(text).orElse("");
        String rest = text.substring(text.indexOf(':') + 1);
        if (rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            String bucket = rest.substring(2, slash < 0 ? rest.length() : slash);
            String prefix = slash < 0 ? "" : rest.substring(slash + 1).replaceFirst("/+$", "");
            if (BUCKET.matcher(bucket).matches() && (prefix.isEmpty() || ObjectKey.isValid(prefix))) {
                return new BucketUrl(scheme, bucket, prefix.isEmpty() ? "" : prefix + "/");
            }
        }
        throw new BucketException(
                ErrorCode.INVALID_CONFIGURATION,
                "Invalid bucket: a " + scheme + " URL that cannot be read (" + scheme + "://bucket/prefix)",
                "Set bucket: to a folder, gs://bucket/prefix or s3://bucket/prefix, without credentials",
                null);
    }

    /** The store's name of an object. */
    public String name(ObjectKey key) {
        return prefix + key.value();
    }

    @Override
    public String toString() {
        return scheme + "://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
    }
}
