package dev.eider.payloads;

import dev.eider.contract.Limits;
import dev.eider.contract.Reason;
import dev.eider.contract.Source;
import dev.eider.contract.Source.PayloadFormat;
import dev.eider.zones.FrameFormat;
import dev.eider.zones.RecordFormat;
import java.io.IOException;
import java.util.Optional;

/**
 * A topic's records with their values, and where it is agreed their keys, as JSON. What stays as it is stays in the
 * frame's buffer; the rest is written into one of its own. A record that cannot be made JSON is as received, and says
 * why.
 */
final class PayloadCursor implements RecordFormat.Cursor {
    private static final byte[] KEY = JsonBuffer.name("key");

    private final FrameFormat.FrameCursor frame;
    private final PayloadFormat keyFormat;
    private final PartDecoder keys;
    private final PartDecoder values;
    private final KeyText keyText;
    private final MetaText meta = new MetaText();
    private final HeaderHints none = new HeaderHints(Part.VALUE);
    private final JsonBuffer out = new JsonBuffer();
    private final int bytesMax;

    private boolean isOwn;
    private int offset;
    private int length;
    private int metaOffset;
    private int metaLength;
    private Optional<Reason> refusal = Optional.empty();

    PayloadCursor(FrameFormat.FrameCursor frame, Source.Topic topic, Schemas schemas, Limits limits) {
        this.frame = frame;
        this.keyFormat = topic.keyFormat();
        this.keys = new PartDecoder(Part.KEY, keyFormat, schemas, limits);
        this.values = new PartDecoder(Part.VALUE, topic.format(), schemas, limits);
        this.keyText = new KeyText(limits);
        this.bytesMax = limits.recordBytesMax();
    }

    @Override
    public boolean next() throws IOException {
        if (!frame.next()) {
            return false;
        }
        asReceived();
        refusal = Optional.empty();
        if (frame.isTruncated()) {
            return true;
        }
        try {
            decode();
        } catch (RefusedException e) {
            asReceived();
            refusal = Optional.of(e.reason());
        }
        return true;
    }

    private void asReceived() {
        isOwn = false;
        offset = frame.offset();
        length = frame.length();
        metaOffset = frame.metaOffset();
        metaLength = frame.metaLength();
    }

    private void decode() throws IOException, RefusedException {
        boolean decodesKey = keyFormat != PayloadFormat.STRING;
        HeaderHints hints = none;
        if (decodesKey || (values.isBinary() && MetaText.mayHint(frame.buffer(), metaOffset, metaLength))) {
            readMeta();
            hints = meta.hints(Part.VALUE);
        }
        boolean isOther = values.isBinary() && !frame.isTombstone();
        byte[] key = decodesKey ? meta.key() : null;
        if (!isOther && key == null) {
            if (!frame.isTombstone()) {
                int start = values.jsonStart(frame.buffer(), offset, offset + length);
                length -= start - offset;
                offset = start;
            }
            return;
        }
        out.clear();
        if (key == null) {
            copyMeta(metaOffset, metaOffset + metaLength);
        } else {
            replaceKey(key);
        }
        int metaEnd = out.length();
        out.limit(bytesMax);
        writeValue(isOther, hints);
        isOwn = true;
        metaOffset = 0;
        metaLength = metaEnd;
        offset = metaEnd;
        length = out.length() - metaEnd;
    }

    private void readMeta() throws IOException {
        try {
            meta.read(frame.buffer(), metaOffset, metaLength);
        } catch (IOException e) {
            throw new IOException("what came with record " + frame.ordinal() + " is not as it was written", e);
        }
    }

    private void copyMeta(int from, int to) throws RefusedException {
        out.limit(to - from);
        out.put(frame.buffer(), from, to);
    }

    private void replaceKey(byte[] key) throws RefusedException {
        int end = metaOffset + metaLength;
        copyMeta(metaOffset, meta.keyFrom());
        out.limit(bytesMax);
        out.put(KEY);
        try {
            if (keys.isBinary()) {
                keys.decode(key, 0, key.length, meta.hints(Part.KEY), out);
            } else {
                keyText.copy(key, keys.jsonStart(key, 0, key.length), key.length, out);
            }
        } catch (RefusedException e) {
            throw e.of("the key");
        }
        copyMeta(meta.keyTo(), end);
    }

    private void writeValue(boolean isOther, HeaderHints hints) throws RefusedException {
        byte[] bytes = frame.buffer();
        int end = frame.offset() + frame.length();
        if (isOther) {
            values.decode(bytes, frame.offset(), end, hints, out);
        } else {
            int start = frame.isTombstone() ? frame.offset() : values.jsonStart(bytes, frame.offset(), end);
            out.put(bytes, start, end);
        }
    }

    @Override
    public byte[] buffer() {
        return isOwn ? out.bytes() : frame.buffer();
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int metaOffset() {
        return metaOffset;
    }

    @Override
    public int metaLength() {
        return metaLength;
    }

    @Override
    public boolean isTombstone() {
        return frame.isTombstone();
    }

    @Override
    public Optional<Reason> refusal() {
        return refusal;
    }

    @Override
    public boolean isTruncated() {
        return frame.isTruncated();
    }

    @Override
    public long ordinal() {
        return frame.ordinal();
    }

    @Override
    public void close() throws IOException {
        frame.close();
    }
}
