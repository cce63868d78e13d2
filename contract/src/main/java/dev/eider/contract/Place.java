package dev.eider.contract;

/**
 * Where a record stands within its batch; totally ordered by {@link #packed()} and never a value of the record.
 * Equal for every engine, thread timing and repetition, since it is given by the order of the requests.
 */
public sealed interface Place extends Comparable<Place> {
    /** The place as one number that sorts like the places of its batch. */
    long packed();

    @Override
    default int compareTo(Place other) {
        return Long.compare(packed(), other.packed());
    }

    /**
     * A record of a stored raw part.
     *
     * @param part number of the part within the revision, from 0
     * @param record number of the record within the part, from 0
     */
    record Stored(int part, long record) implements Place {
        private static final int RECORD_BITS = 40;

        /** Parts that one revision may have. */
        public static final int PARTS_MAX = 1 << 22;

        /** Records that one part may hold. */
        public static final long RECORDS_MAX = 1L << RECORD_BITS;

        public Stored {
            if (part < 0 || part >= PARTS_MAX || record < 0 || record >= RECORDS_MAX) {
                throw new IllegalArgumentException("Invalid place: part " + part + ", record " + record);
            }
        }

        public static Stored unpack(long packed) {
            return new Stored(part(packed), packed & (RECORDS_MAX - 1));
        }

        /** The part of a packed place. */
        public static int part(long packed) {
            return (int) (packed >>> RECORD_BITS);
        }

        @Override
        public long packed() {
            return ((long) part << RECORD_BITS) | record;
        }

        @Override
        public String toString() {
            return "part " + part + ", record " + record;
        }
    }
}
