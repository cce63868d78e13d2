package dev.eider.zones.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/** Checksums of what is sent and received: CRC32C where the store keeps it, else MD5 where the ETag is one. */
final class S3Checksums {
    /** Has the store answer with the checksum it keeps; the SDK's own switch would verify it a second time. */
    static final AwsRequestOverrideConfiguration ASKED = AwsRequestOverrideConfiguration.builder()
            .putHeader("x-amz-checksum-mode", "ENABLED")
            .build();

    private static final Pattern MD5 = Pattern.compile("\"?[0-9a-f]{32}\"?");

    private S3Checksums() {}

    /** As S3 writes it. */
    static String crc32c(CRC32C checksum) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) checksum.getValue())
                .array();
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String crc32c(byte[] content, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(content, 0, length);
        return crc32c(checksum);
    }

    /** Whether a checksum is of the whole object, and not one of its parts' checksums. */
    static boolean isWhole(@Nullable String checksum) {
        return checksum != null && checksum.indexOf('-') < 0;
    }

    /**
     * Sees that the store holds what was sent. A store that keeps no checksums says the content's MD5 as ETag, if it
     * does not encrypt with keys of its own.
     *
     * @throws IOException if it holds something else
     */
    static void verify(
            byte[] content, int length, String sent, @Nullable String kept, @Nullable String etag, boolean encrypted)
            throws IOException {
        boolean isKept;
        if (kept != null) {
            isKept = kept.equals(sent);
        } else {
            isKept = encrypted || etag == null || !MD5.matcher(etag).matches() || etag.contains(md5(content, length));
        }
        if (!isKept) {
            throw new IOException("the store holds other bytes than were sent");
        }
    }

    private static String md5(byte[] content, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(content, 0, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot make a checksum: this Java has no MD5", e);
        }
    }
}
