package dev.eider.zones;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An archive under work, in memory. It is Zstandard throughout, so that {@code zstd -dc} shows it whole: a skippable
 * frame with the header's length, the header, and blocks of manifests, each a frame that can be read alone.
 */
final class ArchiveWriter {
    static final int FORMAT = 1;

    /** Magic number and length of a skippable frame, and its content: the length of the header's frame. */
    static final int PREAMBLE_BYTES = 12;

    static final int SKIPPABLE_MAGIC = 0x184D2A50;

    /** Manifests in one archive: its header stays small enough to be read with every command. */
    static final int MANIFESTS_MAX = 5_000;

    /** Content at which an archive is full, since it is made in memory. */
    private static final int CONTENT_BYTES = 48 << 20;

    /** Content of a block: what is read to open one manifest. */
    private static final int BLOCK_BYTES = 1 << 20;

    private record Entry(Revision revision, Gate gate, int bytes) {}

    private record Block(int bytes, List<Entry> entries) {}

    private final List<Block> blocks = new ArrayList<>();
    private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private List<Entry> entries = new ArrayList<>();
    private int manifests;
    private long contentBytes;

    /** Adds a manifest's exact bytes. */
    void add(Revision revision, Gate gate, byte[] bytes) {
        if (content.size() > 0 && content.size() + bytes.length > BLOCK_BYTES) {
            endBlock();
        }
        content.writeBytes(bytes);
        entries.add(new Entry(revision, gate, bytes.length));
        manifests++;
        contentBytes += bytes.length;
    }

    int manifests() {
        return manifests;
    }

    boolean isFull() {
        return manifests >= MANIFESTS_MAX || contentBytes >= CONTENT_BYTES;
    }

    /** The archive of that number; nothing can be added after. */
    byte[] finish(int number) {
        endBlock();
        byte[] header = compressed(header(number));
        ByteBuffer archive = ByteBuffer.allocate(PREAMBLE_BYTES + header.length + stored.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(SKIPPABLE_MAGIC)
                .putInt(Integer.BYTES)
                .putInt(header.length);
        return archive.put(header).put(stored.toByteArray()).array();
    }

    private void endBlock() {
        if (!entries.isEmpty()) {
            byte[] frame = compressed(content.toByteArray());
            stored.writeBytes(frame);
            blocks.add(new Block(frame.length, entries));
            entries = new ArrayList<>();
            content.reset();
        }
    }

    private byte[] header(int number) {
        Revision any = blocks.get(0).entries().get(0).revision();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("dataset", any.batch().dataset().value());
            json.writeStringField("stage", any.stage().folder());
            json.writeNumberField("number", number);
            json.writeArrayFieldStart("blocks");
            for (Block block : blocks) {
                json.writeStartObject();
                json.writeNumberField("bytes", block.bytes());
                json.writeArrayFieldStart("manifests");
                for (Entry entry : block.entries()) {
                    json.writeStartArray();
                    json.writeString(entry.revision().batch().slice());
                    json.writeString(entry.revision().label());
                    json.writeString(ManifestFormat.name(entry.gate()));
                    json.writeNumber(entry.bytes());
                    json.writeEndArray();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write an archive to memory", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] compressed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zstd = Zstd.compress(bytes)) {
            zstd.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot compress an archive in memory", e);
        }
        return bytes.toByteArray();
    }
}
