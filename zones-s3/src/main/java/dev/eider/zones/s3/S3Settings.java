package dev.eider.zones.s3;

import dev.eider.contract.ErrorCode;
import dev.eider.contract.StorageSettings;
import dev.eider.contract.StorageSettings.Addressing;
import dev.eider.zones.BucketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

/** How the store is reached, after the project's settings and the variables of the environment. */
record S3Settings(
        AwsCredentialsProvider credentials,
        Optional<URI> endpoint,
        Optional<String> region,
        boolean pathStyle,
        boolean requesterPays) {
    /** Classes whose objects cannot be read at once. */
    private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

    /** Hosts below which a bucket's name cannot stand. */
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final String DEFAULT_PROFILE = "default";

    static S3Settings of(StorageSettings settings, Map<String, String> variables) throws BucketException {
        String storageClass = settings.storageClass().orElse("");
        if (ARCHIVES.contains(storageClass)) {
            throw invalid(
                    "storage.storage_class: " + storageClass + " (a class whose objects can be read at once)",
                    "Leave it out and let retention: move old objects to the archive");
        }
        Optional<URI> endpoint = endpoint(settings, variables);
        Optional<String> region = settings.region()
                .or(() -> variable(variables, "AWS_REGION"))
                .or(() -> variable(variables, "AWS_DEFAULT_REGION"));
        boolean isLocal = endpoint.map(URI::getHost).filter(LOCAL::contains).isPresent();
        return new S3Settings(
                credentials(settings, variables),
                endpoint,
                region,
                settings.addressing() == Addressing.PATH || isLocal,
                settings.requesterPays().isPresent());
    }

    private static Optional<URI> endpoint(StorageSettings settings, Map<String, String> variables)
            throws BucketException {
        if (settings.endpoint().isPresent()) {
            return Optional.of(checked(settings.endpoint().get().toString(), "storage.endpoint"));
        }
        for (String name : List.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")) {
            Optional<String> value = variable(variables, name);
            if (value.isPresent()) {
                return Optional.of(checked(value.get(), name));
            }
        }
        return Optional.empty();
    }

    /** Not quoted when refused: it may hold a credential. */
    private static URI checked(String text, String name) throws BucketException {
        try {
            URI endpoint = new URI(text);
            boolean isHttp = "https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme());
            if (isHttp && endpoint.getHost() != null && endpoint.getUserInfo() == null) {
                return endpoint;
            }
        } catch (java.net.URISyntaxException e) {
            // Refused below, without the text that the exception quotes.
        }
        throw invalid(
                name + ": a URL that cannot be used (http:// or https://, a host, no credentials)", "Correct " + name);
    }

    private static AwsCredentialsProvider credentials(StorageSettings settings, Map<String, String> variables)
            throws BucketException {
        if (settings.credentials().isPresent()) {
            String profile = variable(variables, "AWS_PROFILE").orElse(DEFAULT_PROFILE);
            return profile(settings.credentials().get(), profile);
        }
        Optional<String> id = variable(variables, "AWS_ACCESS_KEY_ID");
        Optional<String> secret = variable(variables, "AWS_SECRET_ACCESS_KEY");
        if (id.isEmpty() || secret.isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        Optional<String> token = variable(variables, "AWS_SESSION_TOKEN");
        return StaticCredentialsProvider.create(
                token.isPresent()
                        ? AwsSessionCredentials.create(id.get(), secret.get(), token.get())
                        : AwsBasicCredentials.create(id.get(), secret.get()));
    }

    private static AwsCredentialsProvider profile(Path file, String profile) throws BucketException {
        if (!Files.isReadable(file)) {
            throw invalid(
                    "storage.credentials: " + file + " (a profile file that can be read)",
                    "Point it at a file like ~/.aws/credentials");
        }
        return ProfileCredentialsProvider.builder()
                .profileFile(ProfileFile.builder()
                        .content(file)
                        .type(ProfileFile.Type.CREDENTIALS)
                        .build())
                .profileName(profile)
                .build();
    }

    private static Optional<String> variable(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    private static BucketException invalid(String what, String nextStep) {
        return new BucketException(ErrorCode.INVALID_CONFIGURATION, "Invalid " + what, nextStep, null);
    }
}
