package dev.eider.contract.read;

/**
 * A word of the vocabulary.
 *
 * @param isRequired whether its section cannot do without it
 * @param isPlanned whether it is known and not built yet: using it is a problem that says so
 */
record Key(String name, Shape shape, boolean isRequired, boolean isPlanned, String description) {
    private static final Shape ANYTHING = new Shape.AnyScalar();

    static Key of(String name, Shape shape, String description) {
        return new Key(name, shape, false, false, description);
    }

    static Key required(String name, Shape shape, String description) {
        return new Key(name, shape, true, false, description);
    }

    static Key planned(String name, String description) {
        return new Key(name, ANYTHING, false, true, description);
    }
}
