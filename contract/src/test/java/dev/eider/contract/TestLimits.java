package dev.eider.contract;

import java.util.function.Consumer;

/** The default limits with some of them changed: {@code TestLimits.with(l -> l.threads = 1)}. */
public final class TestLimits {
    private static final Limits DEFAULTS = Limits.defaults();

    public long memoryMax = DEFAULTS.memoryMax();
    public int threads = DEFAULTS.threads();
    public long fileBytesMax = DEFAULTS.fileBytesMax();
    public int recordBytesMax = DEFAULTS.recordBytesMax();
    public long pageBytesMax = DEFAULTS.pageBytesMax();
    public int errorBufferBytesMax = DEFAULTS.errorBufferBytesMax();
    public long scratchBytesMax = DEFAULTS.scratchBytesMax();

    private TestLimits() {}

    public static Limits with(Consumer<TestLimits> change) {
        TestLimits l = new TestLimits();
        change.accept(l);
        return new Limits(
                l.memoryMax,
                l.threads,
                l.fileBytesMax,
                l.recordBytesMax,
                l.pageBytesMax,
                DEFAULTS.envelopeBytesMax(),
                DEFAULTS.expansionMax(),
                DEFAULTS.depthMax(),
                DEFAULTS.nameLengthMax(),
                DEFAULTS.numberLengthMax(),
                DEFAULTS.datesPerBatchMax(),
                l.errorBufferBytesMax,
                l.scratchBytesMax);
    }
}
