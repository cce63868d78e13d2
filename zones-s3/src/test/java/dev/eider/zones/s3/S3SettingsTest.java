package dev.eider.zones.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.ErrorCode;
import dev.eider.contract.StorageSettings;
import dev.eider.contract.StorageSettings.Addressing;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Settings of the project and variables of the environment. */
final class S3SettingsTest {
    private static final Map<String, String> KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "the-secret");

    @TempDir
    private Path folder;

    private static StorageSettings settings(Optional<Path> credentials, String storageClass, String endpoint) {
        return new StorageSettings(
                credentials,
                Optional.empty(),
                Optional.empty(),
                Optional.of(storageClass).filter(text -> !text.isEmpty()),
                Optional.of(endpoint).filter(text -> !text.isEmpty()).map(URI::create),
                Optional.empty(),
                Addressing.HOST);
    }

    @Test
    void takesCredentialsFromTheVariables() throws Exception {
        S3Settings settings = S3Settings.of(StorageSettings.DEFAULT, KEYS);
        assertThat(settings.credentials().resolveCredentials().accessKeyId()).isEqualTo("id");
        S3Settings session = S3Settings.of(
                StorageSettings.DEFAULT,
                Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "x", "AWS_SESSION_TOKEN", "token"));
        assertThat(((AwsSessionCredentials) session.credentials().resolveCredentials()).sessionToken())
                .isEqualTo("token");
    }

    @Test
    void prefersTheProfileFileOfTheProject() throws Exception {
        Path file = Files.writeString(
                folder.resolve("credentials"),
                "[default]\naws_access_key_id = a\naws_secret_access_key = b\n"
                        + "[dwh]\naws_access_key_id = c\naws_secret_access_key = d\n");
        StorageSettings settings = settings(Optional.of(file), "", "");
        assertThat(S3Settings.of(settings, KEYS)
                        .credentials()
                        .resolveCredentials()
                        .accessKeyId())
                .isEqualTo("a");
        assertThat(S3Settings.of(settings, Map.of("AWS_PROFILE", "dwh"))
                        .credentials()
                        .resolveCredentials()
                        .accessKeyId())
                .isEqualTo("c");
    }

    @Test
    void takesTheMostSpecificEndpoint() throws Exception {
        Map<String, String> variables =
                Map.of("AWS_ENDPOINT_URL", "https://all.example", "AWS_ENDPOINT_URL_S3", "https://s3.example");
        assertThat(S3Settings.of(StorageSettings.DEFAULT, variables).endpoint())
                .hasValue(URI.create("https://s3.example"));
        assertThat(S3Settings.of(settings(Optional.empty(), "", "http://localhost:9000"), variables)
                        .endpoint())
                .hasValue(URI.create("http://localhost:9000"));
        assertThat(S3Settings.of(StorageSettings.DEFAULT, KEYS).endpoint()).isEmpty();
    }

    @Test
    void putsTheBucketIntoThePathWhereAHostCannotHoldIt() throws Exception {
        assertThat(S3Settings.of(settings(Optional.empty(), "", "http://localhost:9000"), KEYS)
                        .pathStyle())
                .isTrue();
        assertThat(S3Settings.of(settings(Optional.empty(), "", "https://s3.example"), KEYS)
                        .pathStyle())
                .isFalse();
    }

    @Test
    void refusesAnEndpointWithCredentialsWithoutQuotingIt() {
        assertThatThrownBy(() -> S3Settings.of(
                        StorageSettings.DEFAULT, Map.of("AWS_ENDPOINT_URL", "https://user:hunter2@s3.example")))
                .hasMessageStartingWith("Invalid AWS_ENDPOINT_URL: ")
                .hasMessageNotContaining("hunter2")
                .extracting("code")
                .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    }

    @Test
    void refusesAnArchiveForNewObjectsAndAMissingFile() {
        assertThatThrownBy(() -> S3Settings.of(settings(Optional.empty(), "GLACIER", ""), KEYS))
                .hasMessageStartingWith("Invalid storage.storage_class: GLACIER ");
        assertThatThrownBy(() -> S3Settings.of(settings(Optional.of(folder.resolve("none")), "", ""), KEYS))
                .hasMessageStartingWith("Invalid storage.credentials: ");
    }
}
