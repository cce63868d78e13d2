package dev.eider.core;

/**
 * What {@code warehouse/CURRENT.json} says.
 *
 * @param current name of the generation that readers see
 * @param newest name of the generation that the next one is based on; another than {@code current} after a rollback
 * @param pinned whether a rollback holds the pointer
 */
record Pointer(String current, String newest, boolean pinned) {
    static long number(String generation) {
        return Long.parseLong(generation.substring(0, generation.indexOf('-')));
    }
}
