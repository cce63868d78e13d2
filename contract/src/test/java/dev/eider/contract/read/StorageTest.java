package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Project;
import dev.eider.contract.Retention;
import dev.eider.contract.StorageSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageTest {
    private static final String CLOUD = Folder.PROJECT.replace("bucket: ./data", "bucket: gs://acme-dwh/prod/");

    @TempDir
    Path root;

    @Test
    void readsHowABucketIsReachedAndHowLongItKeeps() {
        Project project = Folder.bank(root).with("eider.yaml", CLOUD + """
                        storage:
                          credentials: .secrets/sa.json
                          requester_pays: acme-billing
                          kms_key: projects/p/locations/l/keyRings/r/cryptoKeys/k
                          storage_class: NEARLINE
                          endpoint: http://localhost:4443
                          region: eu-west-1
                          addressing: path
                        retention:
                          raw: {archive_after: 30d, delete_after: 400d}
                          error: {delete_after: 90d}
                          superseded: {delete_after: 7d}
                        """).project();

        assertThat(project.bucket()).isEqualTo("gs://acme-dwh/prod/");
        assertThat(project.storage())
                .isEqualTo(new StorageSettings(
                        Optional.of(root.resolve(".secrets/sa.json")),
                        Optional.of("acme-billing"),
                        Optional.of("projects/p/locations/l/keyRings/r/cryptoKeys/k"),
                        Optional.of("NEARLINE"),
                        Optional.of(URI.create("http://localhost:4443")),
                        Optional.of("eu-west-1"),
                        StorageSettings.Addressing.PATH));
        assertThat(project.retention())
                .isEqualTo(new Retention(
                        new Retention.Span(Optional.of(Duration.ofDays(30)), Optional.of(Duration.ofDays(400))),
                        new Retention.Span(Optional.empty(), Optional.of(Duration.ofDays(90))),
                        new Retention.Span(Optional.empty(), Optional.of(Duration.ofDays(7)))));
    }

    @Test
    void keepsForEverWithoutAWord() {
        Project project = Folder.bank(root).project();
        assertThat(project.retention()).isEqualTo(Retention.FOREVER);
        assertThat(project.storage()).isEqualTo(StorageSettings.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retention: {raw: {archive_after: 9d, delete_after: 9d}, error: {delete_after: 1d}} | raw is archived when it is deleted already (archive_after below delete_after)",
                "retention: {raw: {delete_after: 9d}} | error records outlive the raw records that they point to (error.delete_after at most raw.delete_after)",
                "retention: {raw: {delete_after: 9d}, error: {delete_after: 10d}} | error records outlive the raw records that they point to (error.delete_after at most raw.delete_after)",
            })
    void refusesWhatWouldLeaveErrorsWithoutTheirRecords(String line, String rule) {
        assertThat(Folder.bank(root)
                        .with("eider.yaml", Folder.PROJECT + line + "\n")
                        .problems())
                .singleElement()
                .asString()
                .endsWith("Invalid retention: " + rule);
    }

    @ParameterizedTest
    @CsvSource({"gs://token@acme/prod", "gs:acme", "s3://Acme", "gs://acme/a b", "s3://acme/?x=1"})
    void refusesBucketsThatAreNone(String url) {
        assertThat(Folder.bank(root)
                        .with("eider.yaml", Folder.PROJECT.replace("bucket: ./data", "bucket: " + url))
                        .problems())
                .singleElement()
                .asString()
                .endsWith("Invalid bucket (gs://bucket/prefix or s3://bucket/prefix, without credentials)");
    }
}
