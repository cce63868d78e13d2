package dev.eider.zones.gcs;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.json.JsonFactory;
import com.google.api.client.json.JsonObjectParser;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.StorageException;
import dev.eider.zones.Body;
import dev.eider.zones.BucketException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A write in one request of known length whose content is read as it is sent: nothing of it is held. The client library
 * has no such thing for content that can be opened again.
 */
final class GcsStream implements HttpContent {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final JsonFactory JSON = GsonFactory.getDefaultInstance();

    private final Body body;
    private final long length;
    private final byte[] head;
    private final byte[] tail;
    private final String type;

    private GcsStream(StorageObject target, String boundary, Body body, long length) throws IOException {
        this.body = body;
        this.length = length;
        this.type = "multipart/related; boundary=" + boundary;
        this.head = ("--" + boundary + "\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n"
                        + JSON.toString(target) + "\r\n--" + boundary + "\r\nContent-Type: " + target.getContentType()
                        + "\r\nContent-Transfer-Encoding: binary\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        this.tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The object as the store has taken it; content with another checksum it refuses.
     *
     * @param boundary a word that the content does not hold
     * @param expected a generation, or {@link GcsNames#ABSENT}
     * @throws StorageException what the store refused
     */
    static BlobInfo send(
            GcsClient client, BlobInfo target, String boundary, Body body, long length, String checksum, long expected)
            throws IOException, BucketException {
        StorageObject described = new StorageObject()
                .setName(target.getName())
                .setContentType(target.getContentType())
                .setMetadata(target.getMetadata())
                .setCrc32c(checksum);
        if (target.getStorageClass() != null) {
            described.setStorageClass(target.getStorageClass().toString());
        }
        GenericUrl url = new GenericUrl(client.root() + "/upload/storage/v1/b/" + target.getBucket() + "/o");
        url.set("uploadType", "multipart");
        url.set("ifGenerationMatch", expected);
        client.settings().payer().ifPresent(payer -> url.set("userProject", payer));
        client.settings().kmsKey().ifPresent(key -> url.set("kmsKeyName", key));
        HttpRequest request = client.requests().buildPostRequest(url, new GcsStream(described, boundary, body, length));
        request.setParser(new JsonObjectParser(JSON));
        request.setThrowExceptionOnExecuteError(false);
        HttpResponse response = request.execute();
        try {
            if (!response.isSuccessStatusCode()) {
                throw new StorageException(GoogleJsonResponseException.from(JSON, response));
            }
            StorageObject made = response.parseAs(StorageObject.class);
            return BlobInfo.newBuilder(BlobId.of(target.getBucket(), target.getName(), made.getGeneration()))
                    .build();
        } finally {
            response.disconnect();
        }
    }

    @Override
    public long getLength() {
        return head.length + length + tail.length;
    }

    @Override
    public String getType() {
        return type;
    }

    @Override
    public boolean retrySupported() {
        return true;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(head);
        try (InputStream in = open()) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long left = length;
            while (left > 0) {
                int count = read(in, buffer, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new ContentException(
                            "the content has " + (length - left) + " bytes, " + length + " were announced");
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
        out.write(tail);
        out.flush();
    }

    private InputStream open() throws ContentException {
        try {
            return body.open();
        } catch (IOException e) {
            throw new ContentException(e);
        }
    }

    private static int read(InputStream in, byte[] buffer, int length) throws ContentException {
        try {
            return in.read(buffer, 0, length);
        } catch (IOException e) {
            throw new ContentException(e);
        }
    }
}
