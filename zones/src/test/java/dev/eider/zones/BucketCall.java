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
        POINT,
        COMPOSE,
        SUPERSEDE;

        /** Whether the call changes the store. */
        public boolean writes() {
            return this != FIND && this != OPEN && this != LIST;
        }
    }

    @Override
    public String toString() {
        return method + " " + name;
    }
}
