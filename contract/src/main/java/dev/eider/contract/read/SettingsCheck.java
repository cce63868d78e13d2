package dev.eider.contract.read;

import dev.eider.contract.MaskKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks what eider.yaml says beyond its structure. Its messages quote no value. */
final class SettingsCheck {
    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+):.*");
    private static final Pattern CLOUD_BUCKET =
            Pattern.compile("(gs|s3)://[a-z0-9][a-z0-9._-]{1,221}[a-z0-9](/[A-Za-z0-9=_.-]+)*/?");
    private static final Set<String> SCHEMES = Set.of("file", "gs", "s3");

    private final Path file;
    private final Problems problems;

    SettingsCheck(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    void check(Block root) {
        root.scalar("timezone").ifPresent(zone -> Zones.check(file, zone, problems));
        root.scalar("bucket").ifPresent(this::checkBucket);
        root.scalar("mask_key").filter(key -> !key.text().isEmpty()).ifPresent(this::checkMaskKey);
        root.block("metrics").flatMap(m -> m.scalar("pushgateway")).ifPresent(url -> checkUrl("pushgateway", url));
        folder(root, "warehouse", "work");
        folder(root, "limits", "scratch");
        folder(root, "storage", "credentials");
        root.block("storage").flatMap(s -> s.scalar("endpoint")).ifPresent(url -> checkUrl("endpoint", url));
        root.block("retention").ifPresent(this::checkRetention);
        for (Value.Entry entry : root.entries("connections")) {
            Block.of(entry.value()).ifPresent(this::checkConnection);
        }
    }

    private void checkConnection(Block connection) {
        connection.scalar("base_url").ifPresent(url -> checkUrl("base_url", url));
        connection.scalar("schema_registry").ifPresent(url -> checkUrl("schema_registry", url));
        PropertiesCheck.check(file, connection, problems);
        for (Value.Entry header : connection.entries("headers")) {
            if (!(header.value() instanceof Value.Scalar scalar)) {
                continue;
            }
            boolean isSecret = SourceCheck.SECRET
                    .matcher(header.key().toLowerCase(Locale.ROOT))
                    .matches();
            if (isSecret && scalar.origin() == Value.Origin.LITERAL) {
                problems.add(
                        file,
                        scalar.at(),
                        "Invalid headers: " + header.key()
                                + " is a literal (a secret is a reference: ${NAME} or ${file:path})");
            }
            if (scalar.text().chars().anyMatch(Character::isISOControl)) {
                problems.add(file, scalar.at(), "Invalid headers: " + header.key() + " (no control characters)");
            }
        }
    }

    private void checkUrl(String key, Value.Scalar url) {
        if (!Words.URL.pattern().matcher(url.text()).matches()) {
            return;
        }
        Optional<URI> uri = uri(url.text());
        if (uri.isEmpty() || uri.get().getHost() == null) {
            problems.add(file, url.at(), "Invalid " + key + " (an http or https URL with a host)");
        } else if (uri.get().getRawUserInfo() != null) {
            problems.add(
                    file, url.at(), "Invalid " + key + ": it holds a user or a password (use " + instead(key) + ")");
        }
    }

    private static String instead(String key) {
        return key.equals("schema_registry") ? "schema.registry.basic.auth.user.info in properties" : "auth";
    }

    static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private void checkBucket(Value.Scalar bucket) {
        Matcher scheme = SCHEME.matcher(bucket.text());
        if (!scheme.matches()) {
            checkFolder("bucket", bucket);
        } else if (!SCHEMES.contains(scheme.group(1))) {
            String kind = bucket.origin() == Value.Origin.LITERAL ? " " + scheme.group(1) + ":" : " of this kind";
            problems.add(file, bucket.at(), "Not supported yet: bucket" + kind + " (a folder, file:, gs: or s3:)");
        } else if (!scheme.group(1).equals("file")
                && !CLOUD_BUCKET.matcher(bucket.text()).matches()) {
            problems.add(
                    file,
                    bucket.at(),
                    "Invalid bucket (gs://bucket/prefix or s3://bucket/prefix, without credentials)");
        }
    }

    static boolean isUrl(String bucket) {
        return SCHEME.matcher(bucket).matches();
    }

    /** Error records point into raw. */
    private void checkRetention(Block retention) {
        Optional<Duration> raw = days(retention, "raw", "delete_after");
        Optional<Duration> archive = days(retention, "raw", "archive_after");
        Optional<Duration> error = days(retention, "error", "delete_after");
        if (raw.isPresent() && archive.isPresent() && archive.get().compareTo(raw.get()) >= 0) {
            problems.add(
                    file,
                    retention.at("raw"),
                    "Invalid retention: raw is archived when it is deleted already (archive_after below delete_after)");
        }
        if (raw.isPresent() && (error.isEmpty() || error.get().compareTo(raw.get()) > 0)) {
            problems.add(
                    file,
                    retention.at(error.isEmpty() ? "raw" : "error"),
                    "Invalid retention: error records outlive the raw records that they point to"
                            + " (error.delete_after at most raw.delete_after)");
        }
    }

    private static Optional<Duration> days(Block retention, String zone, String key) {
        return retention
                .block(zone)
                .flatMap(z -> z.text(key))
                .filter(text -> Words.DAYS.pattern().matcher(text).matches())
                .map(Units::duration);
    }

    private void folder(Block root, String section, String key) {
        root.block(section).flatMap(s -> s.scalar(key)).ifPresent(folder -> checkFolder(key, folder));
    }

    private void checkFolder(String key, Value.Scalar folder) {
        if (!isPath(folder.text())) {
            problems.add(file, folder.at(), "Invalid " + key + " (a folder)");
        }
    }

    private static boolean isPath(String text) {
        try {
            return Path.of(text).getNameCount() >= 0;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private void checkMaskKey(Value.Scalar key) {
        try {
            MaskKey.of(key.text());
        } catch (IllegalArgumentException e) {
            problems.add(file, key.at(), "Invalid mask_key: what its reference gives is too short (at least 16 bytes)");
        }
    }
}
