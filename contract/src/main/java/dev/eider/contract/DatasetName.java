package dev.eider.contract;

import java.util.regex.Pattern;

/** Name of a dataset: a lower-case identifier, valid in object names and in SQL without quotes. */
public record DatasetName(String value) implements Comparable<DatasetName> {
    private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    public DatasetName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "Invalid dataset name: " + value + " (lower-case letters, digits and _, at most 63)");
        }
    }

    public static boolean isValid(String value) {
        return VALID.matcher(value).matches();
    }

    @Override
    public int compareTo(DatasetName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
