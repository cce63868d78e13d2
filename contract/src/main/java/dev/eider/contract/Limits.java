package dev.eider.contract;

/**
 * Every bound by name. All sizes are bytes, all lengths of text code points.
 *
 * @param memoryMax what DuckDB may use
 * @param threads threads of a stage
 * @param fileBytesMax size at which a part or file rolls, before compression
 * @param recordBytesMax longest record
 * @param pageBytesMax longest body of a response
 * @param envelopeBytesMax longest page without its records
 * @param expansionMax greatest ratio of decompressed to compressed bytes of an object larger than any that is written
 * @param depthMax levels of nesting
 * @param nameLengthMax longest member name
 * @param numberLengthMax most characters of a number
 * @param datesPerBatchMax most event dates in one batch
 * @param errorBufferBytesMax rejected records held in memory before they spill to scratch; as much for records whose key repeats
 * @param scratchBytesMax objects of a bucket elsewhere that are copied to scratch at once
 */
public record Limits(
        long memoryMax,
        int threads,
        long fileBytesMax,
        int recordBytesMax,
        long pageBytesMax,
        int envelopeBytesMax,
        int expansionMax,
        int depthMax,
        int nameLengthMax,
        int numberLengthMax,
        int datesPerBatchMax,
        int errorBufferBytesMax,
        long scratchBytesMax) {
    private static final int MIB = 1 << 20;

    public static Limits defaults() {
        return new Limits(
                512L * MIB,
                Math.max(1, Runtime.getRuntime().availableProcessors()),
                128L * MIB,
                16 * MIB,
                256L * MIB,
                MIB,
                1_000,
                64,
                1_024,
                1_000,
                1_000,
                16 * MIB,
                16L * 1024 * MIB);
    }
}
