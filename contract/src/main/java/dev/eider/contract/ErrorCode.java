package dev.eider.contract;

/** What went wrong, with the owner who can mend it; exit status, retry and metrics follow from the owner. */
public enum ErrorCode {
    INVALID_CONFIGURATION(Owner.USER),
    INVALID_ARGUMENT(Owner.USER),
    NOT_FOUND(Owner.USER),
    NOT_SUPPORTED(Owner.USER),
    MASK_KEY_MISMATCH(Owner.USER),
    BATCH_MISMATCH(Owner.USER),
    NOT_A_WAREHOUSE(Owner.USER),
    ACCESS_DENIED(Owner.USER),
    STORAGE_FULL(Owner.TRANSIENT),
    STORAGE_UNAVAILABLE(Owner.TRANSIENT),
    /** It is gone as retention says. */
    EXPIRED(Owner.USER),
    CORRUPT_OBJECT(Owner.INTERNAL),
    SOURCE_REFUSED(Owner.SOURCE),
    BAD_PAGE(Owner.SOURCE),
    PAGING_LIMIT(Owner.SOURCE),
    /** A topic does not go on where its last batch ended: offsets are missing, or it is another topic. */
    STREAM_BROKEN(Owner.SOURCE),
    SOURCE_UNAVAILABLE(Owner.TRANSIENT),
    GATE_HELD(Owner.QUALITY),
    AUDIT_FAILED(Owner.QUALITY),
    OVERTAKEN(Owner.BUSY),
    PINNED(Owner.BUSY),
    LOADER_BUSY(Owner.BUSY),
    WRITER_TOO_OLD(Owner.BUSY),
    UNBALANCED_BOOKS(Owner.INTERNAL),
    INTERNAL(Owner.INTERNAL);

    /** Who can mend an error. */
    public enum Owner {
        USER(2),
        SOURCE(3),
        TRANSIENT(4),
        QUALITY(5),
        BUSY(6),
        INTERNAL(70);

        private final int exitStatus;

        Owner(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        public int exitStatus() {
            return exitStatus;
        }
    }

    private final Owner owner;

    ErrorCode(Owner owner) {
        this.owner = owner;
    }

    public Owner owner() {
        return owner;
    }
}
