package dev.eider.staging.duckdb;

import dev.eider.contract.RejectionCode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The error lines of one part, in the order of its records, in a scratch file that is made when it is needed: so the
 * error zone does not depend on which thread was faster, and errors cost a bounded buffer however many there are.
 */
final class ErrorSegment implements Closeable {
    private static final int READ_BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final int bufferBytesMax;
    private @Nullable DataOutputStream out;

    ErrorSegment(Path file, int bufferBytesMax) {
        this.file = file;
        this.bufferBytesMax = bufferBytesMax;
    }

    /** Adds the line of a record and the reason it is counted by; records come in ascending order. */
    void add(long record, RejectionCode code, byte[] line) throws IOException {
        DataOutputStream to = out;
        if (to == null) {
            to = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), bufferBytesMax));
            out = to;
        }
        to.writeLong(record);
        to.writeUTF(code.name());
        to.writeInt(line.length);
        to.write(line);
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }

    /** The lines of a segment's file, none if it was not made. */
    static Reader read(Path file) throws IOException {
        return new Reader(
                Files.exists(file)
                        ? new DataInputStream(new BufferedInputStream(Files.newInputStream(file), READ_BUFFER_BYTES))
                        : null);
    }

    /** Lines one after the other. */
    static final class Reader implements Closeable {
        private static final byte[] NOTHING = {};

        private final @Nullable DataInputStream in;
        private boolean atLine;
        private long record;
        private RejectionCode code = RejectionCode.MALFORMED_JSON;
        private byte[] line = NOTHING;

        private Reader(@Nullable DataInputStream in) {
            this.in = in;
        }

        /** Turns to the next line. */
        void next() throws IOException {
            DataInputStream from = in;
            int first = from == null ? -1 : from.read();
            atLine = first >= 0;
            if (from == null || first < 0) {
                return;
            }
            long ordinal = first;
            for (int i = 1; i < Long.BYTES; i++) {
                ordinal = ordinal << Byte.SIZE | from.readUnsignedByte();
            }
            record = ordinal;
            code = RejectionCode.valueOf(from.readUTF());
            line = from.readNBytes(from.readInt());
        }

        /** Whether there is a line; not before {@link #next} and not after the last one. */
        boolean isAtLine() {
            return atLine;
        }

        long record() {
            return record;
        }

        RejectionCode code() {
            return code;
        }

        byte[] line() {
            return line;
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
            }
        }
    }
}
