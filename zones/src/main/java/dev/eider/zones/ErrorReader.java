package dev.eider.zones;

import dev.eider.contract.EiderException;
import dev.eider.contract.Limits;
import java.io.Closeable;
import java.util.Optional;

/** Error records of one stored file, one after the other. To be closed; not thread-safe. */
public final class ErrorReader implements Closeable {
    private final StoredLines lines;

    private ErrorReader(StoredLines lines) {
        this.lines = lines;
    }

    /** @throws EiderException of code NOT_FOUND where the object is missing */
    public static ErrorReader open(Bucket bucket, ObjectKey key, Limits limits) throws EiderException {
        return new ErrorReader(new StoredLines(bucket, key, limits));
    }

    /**
     * The next one; empty at the end.
     *
     * @throws EiderException of code CORRUPT_OBJECT, naming the line
     */
    public Optional<ErrorRecord> next() throws EiderException {
        return lines.next() ? Optional.of(lines.read(ErrorRecord::read)) : Optional.empty();
    }

    @Override
    public void close() {
        lines.close();
    }
}
