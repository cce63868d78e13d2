package dev.eider.payloads;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads values of one type of Avro, and writes them as JSON. */
interface AvroReader {
    /** @param depth levels around the value */
    void read(BinaryInput in, JsonBuffer out, int depth) throws RefusedException;

    /** An object with the fields in the schema's order; they are set once all types are known, since types may recur. */
    final class Fields implements AvroReader {
        private final byte[][] names;
        private AvroReader[] readers = {};

        Fields(List<String> names) {
            this.names = names.stream().map(JsonBuffer::name).toArray(byte[][]::new);
        }

        void readers(List<AvroReader> fields) {
            readers = fields.toArray(AvroReader[]::new);
        }

        @Override
        public void read(BinaryInput in, JsonBuffer out, int depth) throws RefusedException {
            int inside = in.deeper(depth);
            out.put('{');
            for (int i = 0; i < readers.length; i++) {
                if (i > 0) {
                    out.put(',');
                }
                out.put(names[i]);
                readers[i].read(in, out, inside);
            }
            out.put('}');
        }
    }

    /**
     * An array, or a map as an object. Items come in blocks, each with its count.
     *
     * @param key null for an array
     */
    record Blocks(@Nullable AvroReader key, AvroReader item) implements AvroReader {
        @Override
        public void read(BinaryInput in, JsonBuffer out, int depth) throws RefusedException {
            int inside = in.deeper(depth);
            out.put(key == null ? '[' : '{');
            boolean isFirst = true;
            for (long count = count(in); count > 0; count = count(in)) {
                for (long i = 0; i < count; i++) {
                    if (!isFirst) {
                        out.put(',');
                    }
                    isFirst = false;
                    if (key != null) {
                        key.read(in, out, inside);
                        out.put(':');
                    }
                    item.read(in, out, inside);
                }
            }
            out.put(key == null ? ']' : '}');
        }

        /** A negative count has the block's size behind it, for readers who go over it. */
        private static long count(BinaryInput in) throws RefusedException {
            long count = in.zigZag();
            if (count >= 0) {
                return count;
            }
            if (in.zigZag() < 0 || count == Long.MIN_VALUE) {
                throw RefusedException.undecodable("a block of a negative size");
            }
            return -count;
        }
    }

    /** One of several types; in JSON the value alone. */
    record Union(List<AvroReader> branches) implements AvroReader {
        @Override
        public void read(BinaryInput in, JsonBuffer out, int depth) throws RefusedException {
            chosen(in, branches).read(in, out, depth);
        }
    }

    /** A name from a list, each with its quotes. */
    record Symbols(List<byte[]> symbols) implements AvroReader {
        @Override
        public void read(BinaryInput in, JsonBuffer out, int depth) throws RefusedException {
            out.put(chosen(in, symbols));
        }
    }

    private static <T> T chosen(BinaryInput in, List<T> choices) throws RefusedException {
        long choice = in.zigZag();
        if (choice < 0 || choice >= choices.size()) {
            throw RefusedException.undecodable("a choice that the schema does not have");
        }
        return choices.get((int) choice);
    }
}
