package dev.eider.sandbox;

/** What a call to an object store is, as far as faults differ. */
enum StoreCall {
    /** The content of a whole object. */
    DOWNLOAD,
    /** Names of objects. */
    LIST,
    /** Anything else that changes nothing: facts about an object, a range of its content. */
    READ,
    /** A change that carries content. */
    UPLOAD,
    /** A change without content. */
    CHANGE,
    /** Buckets that come and go, and what an emulator offers beside the store: no business of an adapter. */
    ADMINISTRATION
}
