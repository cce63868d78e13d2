package dev.eider.zones;

import dev.eider.contract.Limits;

/** The default limits with one of them changed. */
final class TestLimits {
    private TestLimits() {}

    static Limits withRecordBytes(int recordBytesMax) {
        return with(Limits.defaults().fileBytesMax(), recordBytesMax);
    }

    static Limits withFileBytes(long fileBytesMax) {
        return with(fileBytesMax, Limits.defaults().recordBytesMax());
    }

    static Limits with(long fileBytesMax, int recordBytesMax) {
        Limits l = Limits.defaults();
        return new Limits(
                l.memoryMax(),
                l.threads(),
                fileBytesMax,
                recordBytesMax,
                l.pageBytesMax(),
                l.envelopeBytesMax(),
                l.expansionMax(),
                l.depthMax(),
                l.nameLengthMax(),
                l.numberLengthMax(),
                l.datesPerBatchMax(),
                l.errorBufferBytesMax(),
                l.scratchBytesMax());
    }
}
