package dev.eider.zones.gcs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.auth.oauth2.ExternalAccountCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.BucketException;
import dev.eider.zones.BucketUrl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of credentials, of the kinds that Google's tools write. */
final class GcsCredentials {
    private GcsCredentials() {}

    static GoogleCredentials read(Path file, BucketUrl place) throws BucketException {
        try {
            byte[] content = Files.readAllBytes(file);
            InputStream in = new ByteArrayInputStream(content);
            String kind = new ObjectMapper().readTree(content).path("type").asText();
            return switch (kind) {
                case "service_account" -> ServiceAccountCredentials.fromStream(in);
                case "external_account" -> ExternalAccountCredentials.fromStream(in);
                case "authorized_user" -> UserCredentials.fromStream(in);
                case "impersonated_service_account" -> ImpersonatedCredentials.fromStream(in);
                default -> throw new IOException("no kind of credentials that is known");
            };
        } catch (IOException | RuntimeException e) {
            // No cause: it may quote the file.
            throw new BucketException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Cannot open " + place + ": no credentials of Google can be read from " + file,
                    "Set storage.credentials to the key file of a service account",
                    null);
        }
    }
}
