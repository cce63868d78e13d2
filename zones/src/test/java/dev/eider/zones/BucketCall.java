package dev.eider.zones;

/** One call of a bucket's port. */
public record BucketCall(Method method, String name) {
    /** The methods that touch the store. */
    public enum Method {
        CREATE,
        REPLACE,
        FIND,
        OPEN,
        LIST,
        DELETE,
        POINT;

        /** Whether the call changes the store. */
        public boolean writes() {
            return this == CREATE || this == REPLACE || this == DELETE || this == POINT;
        }
    }

    @Override
    public String toString() {
        return method + " " + name;
    }
}
