package dev.eider.zones.gcs;

import com.google.cloud.storage.StorageClass;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.StorageSettings;
import dev.eider.zones.BucketException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings as this store understands them.
 *
 * @param endpoint where the store is; empty for Google's own
 * @param isAnonymous no credentials are looked for, and none sent
 */
record GcsSettings(
        Optional<String> endpoint,
        boolean isAnonymous,
        Optional<Path> credentials,
        Optional<String> payer,
        Optional<String> kmsKey,
        Optional<StorageClass> storageClass) {
    /** Where clients of Google's look for an emulator: {@code host:port}, or a URL. */
    static final String EMULATOR_VARIABLE = "STORAGE_EMULATOR_HOST";

    static final String CREDENTIALS_VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";

    private static final List<StorageClass> CLASSES =
            List.of(StorageClass.STANDARD, StorageClass.NEARLINE, StorageClass.COLDLINE, StorageClass.ARCHIVE);
    private static final Pattern KMS_KEY =
            Pattern.compile("projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+");
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9.:-]{2,100}");

    static GcsSettings of(StorageSettings settings, Map<String, String> variables) throws BucketException {
        if (settings.region().isPresent()) {
            throw invalid("region", settings.region().get(), "a gs:// bucket has its region already: leave it out");
        }
        if (settings.addressing() != StorageSettings.Addressing.HOST) {
            throw invalid("addressing", "path", "for s3:// only: leave it out");
        }
        check("kms_key", settings.kmsKey(), KMS_KEY, "projects/…/locations/…/keyRings/…/cryptoKeys/…");
        check("requester_pays", settings.requesterPays(), PROJECT, "the id of a project");
        Optional<URI> endpoint = settings.endpoint();
        if (endpoint.isEmpty()) {
            Optional<String> emulator = variable(variables, EMULATOR_VARIABLE);
            endpoint = emulator.isPresent() ? Optional.of(emulator(emulator.get())) : Optional.empty();
        }
        // A token must not travel in the clear.
        boolean isAnonymous = endpoint.isPresent()
                && (settings.endpoint().isEmpty()
                        || !"https".equals(endpoint.get().getScheme()));
        Optional<String> storageClass = settings.storageClass();
        return new GcsSettings(
                endpoint.map(found -> found.toString().replaceFirst("/+$", "")),
                isAnonymous,
                settings.credentials()
                        .or(() -> variable(variables, CREDENTIALS_VARIABLE).map(Path::of)),
                settings.requesterPays(),
                settings.kmsKey(),
                storageClass.isPresent() ? Optional.of(storageClass(storageClass.get())) : Optional.empty());
    }

    private static Optional<String> variable(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    private static URI emulator(String host) throws BucketException {
        try {
            return URI.create(host.contains("://") ? host : "http://" + host);
        } catch (IllegalArgumentException e) {
            throw new BucketException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Invalid " + EMULATOR_VARIABLE + ": " + host + " (host:port)",
                    "Correct the variable, or take it away to reach Google Cloud Storage",
                    e);
        }
    }

    private static StorageClass storageClass(String name) throws BucketException {
        return CLASSES.stream()
                .filter(known -> known.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> invalid("class", name, "STANDARD, NEARLINE, COLDLINE or ARCHIVE"));
    }

    private static void check(String key, Optional<String> value, Pattern pattern, String rule) throws BucketException {
        if (value.isPresent() && !pattern.matcher(value.get()).matches()) {
            throw invalid(key, value.get(), rule);
        }
    }

    private static BucketException invalid(String key, String value, String rule) {
        return new BucketException(
                ErrorCode.INVALID_CONFIGURATION,
                "Invalid storage." + key + ": " + value + " (" + rule + ")",
                "Correct storage: in eider.yaml",
                null);
    }
}
