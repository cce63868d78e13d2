package dev.eider.staging.duckdb;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import org.duckdb.DuckDBWritableVector;

/**
 * The memory behind a chunk's vectors. The driver's own setters take a lock for each value, want an array for each
 * text and know no TIME; on 5 M records of 11 columns they cost a fifth of the whole stage. The driver's version is
 * pinned, and a test compares what is written here with what DuckDB reads.
 */
final class DriverVectors {
    private static final MethodHandle DATA;
    private static final MethodHandle VALIDITY;
    private static final MethodHandle REFERENCE;
    private static final MethodHandle ASSIGN_TEXTS;

    static {
        try {
            MethodHandles.Lookup lookup =
                    MethodHandles.privateLookupIn(DuckDBWritableVector.class, MethodHandles.lookup());
            DATA = lookup.findGetter(DuckDBWritableVector.class, "data", ByteBuffer.class);
            VALIDITY = lookup.findGetter(DuckDBWritableVector.class, "validity", ByteBuffer.class);
            REFERENCE = lookup.findGetter(DuckDBWritableVector.class, "vectorRef", ByteBuffer.class);
            MethodType assign = MethodType.methodType(
                    void.class, ByteBuffer.class, long.class, byte[].class, long[].class, int.class);
            ASSIGN_TEXTS = lookup.findStatic(
                    lookup.findClass("org.duckdb.DuckDBBindings"), "duckdb_vector_assign_string_elements", assign);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private DriverVectors() {}

    /** The values, in native order; a vector of a chunk stays valid until the chunk is handed over. */
    static ByteBuffer data(DuckDBWritableVector vector) {
        try {
            return (ByteBuffer) DATA.invokeExact(vector);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** One bit a row, set where there is a value; all zero at first. */
    static ByteBuffer validity(DuckDBWritableVector vector) {
        try {
            return (ByteBuffer) VALIDITY.invokeExact(vector);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Writes the first rows of a VARCHAR vector.
     *
     * @param texts UTF-8 bytes of all values, one after the other
     * @param lengths one a row; -1 for NULL
     * @param length bytes used of {@code texts}
     */
    static void assignTexts(DuckDBWritableVector vector, byte[] texts, long[] lengths, int length) {
        try {
            ByteBuffer reference = (ByteBuffer) REFERENCE.invokeExact(vector);
            ASSIGN_TEXTS.invokeExact(reference, 0L, texts, lengths, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof RuntimeException runtime) {
            return runtime;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("Cannot write a vector: " + e.getMessage(), e);
    }
}
