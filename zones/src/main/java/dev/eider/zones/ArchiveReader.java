package dev.eider.zones;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.JsonReading.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the header of an archive, and single blocks of it. Thread-safe. */
final class ArchiveReader {
    /** Read at first: most headers are shorter. */
    private static final int BEGINNING_BYTES = 128 << 10;

    /** A header is bounded by {@link ArchiveWriter#MANIFESTS_MAX}; what is longer is none. */
    private static final int HEADER_BYTES_MAX = 16 << 20;

    private final Bucket bucket;
    private final DatasetName dataset;
    private final StageName stage;

    ArchiveReader(Bucket bucket, DatasetName dataset, StageName stage) {
        this.bucket = bucket;
        this.dataset = dataset;
        this.stage = stage;
    }

    /** What the archive holds, from its header alone. */
    List<Archived> header(int number) throws EiderException {
        ObjectKey key = ZoneLayout.archive(dataset, stage, number);
        byte[] beginning = bytes(key, new Range(0, BEGINNING_BYTES));
        if (beginning.length < ArchiveWriter.PREAMBLE_BYTES) {
            throw corrupt(key, "it is cut off");
        }
        ByteBuffer preamble = ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN);
        int magic = preamble.getInt();
        int length = preamble.getInt();
        int bytes = preamble.getInt();
        if (magic != ArchiveWriter.SKIPPABLE_MAGIC
                || length != Integer.BYTES
                || bytes < 0
                || bytes > HEADER_BYTES_MAX) {
            throw corrupt(key, "it does not begin like an archive");
        }
        int end = ArchiveWriter.PREAMBLE_BYTES + bytes;
        byte[] frame = beginning.length >= end
                ? Arrays.copyOfRange(beginning, ArchiveWriter.PREAMBLE_BYTES, end)
                : bytes(key, new Range(ArchiveWriter.PREAMBLE_BYTES, bytes));
        try {
            return entries(
                    key, number, end, new JsonReading("", Json.MAPPER.readTree(content(frame, HEADER_BYTES_MAX))));
        } catch (Unreadable e) {
            throw corrupt(key, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw corrupt(key, "its header is broken");
        }
    }

    private List<Archived> entries(ObjectKey key, int number, long end, JsonReading json) throws Unreadable {
        if (json.number("format") != ArchiveWriter.FORMAT) {
            throw new Unreadable("its format is of another version of Eider");
        }
        if (!json.text("dataset").equals(dataset.value())
                || !json.text("stage").equals(stage.folder())
                || json.number("number") != number) {
            throw new Unreadable("it is another archive");
        }
        List<Archived> entries = new ArrayList<>();
        long at = end;
        for (JsonReading block : json.objects("blocks")) {
            int bytes = block.smallNumber("bytes");
            int offset = 0;
            for (JsonNode node : block.node("manifests")) {
                Archived entry = entry(node, key, at, bytes, offset);
                entries.add(entry);
                offset += entry.bytes();
            }
            block.finish();
            at += bytes;
        }
        json.finish();
        return entries;
    }

    private Archived entry(JsonNode node, ObjectKey key, long block, int blockBytes, int offset) throws Unreadable {
        if (!node.isArray() || node.size() != 4 || !node.get(3).isInt()) {
            throw new Unreadable("an entry of its header is not valid");
        }
        BatchId batch = new BatchId(dataset, node.get(0).asText());
        Optional<Revision> revision =
                ZoneLayout.revision(batch, stage, node.get(1).asText());
        if (revision.isEmpty()) {
            throw new Unreadable("a revision of its header is not valid");
        }
        try {
            Gate gate = Gate.valueOf(node.get(2).asText().toUpperCase(Locale.ROOT));
            int bytes = node.get(3).intValue();
            return new Archived(revision.get(), gate, key, block, blockBytes, offset, bytes);
        } catch (IllegalArgumentException e) {
            throw new Unreadable("a gate of its header is not valid");
        }
    }

    /** The content of the block that holds the manifest. */
    byte[] block(Archived manifest) throws EiderException {
        byte[] frame = bytes(manifest.archive(), new Range(manifest.blockAt(), manifest.blockBytes()));
        try {
            byte[] content = content(frame, BucketLedger.MANIFEST_BYTES_MAX);
            if (content.length >= manifest.at() + manifest.bytes()) {
                return content;
            }
        } catch (IOException e) {
            throw corrupt(manifest.archive(), "a block is broken");
        }
        throw corrupt(manifest.archive(), "a block is cut off");
    }

    private byte[] bytes(ObjectKey key, Range range) throws EiderException {
        try (InputStream in = bucket.open(key, range)) {
            return in.readNBytes((int) range.length());
        } catch (IOException e) {
            throw FolderProblems.cannot("read", key.value(), bucket.describe(), e);
        }
    }

    private static byte[] content(byte[] frame, int max) throws IOException {
        try (InputStream zstd =
                new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(frame), RecyclingBufferPool.INSTANCE)) {
            byte[] content = zstd.readNBytes(max + 1);
            if (content.length > max) {
                throw new IOException("it expands too far");
            }
            return content;
        }
    }

    EiderException corrupt(ObjectKey key, String reason) {
        return new EiderException(
                ErrorCode.CORRUPT_OBJECT,
                "Cannot read " + key + " in " + bucket.describe() + ": " + reason,
                "Restore the object from a backup: it holds what was committed long ago");
    }
}
