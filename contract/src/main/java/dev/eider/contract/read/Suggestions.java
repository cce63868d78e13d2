package dev.eider.contract.read;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody may have meant. */
public final class Suggestions {
    private static final int LENGTH_MAX = 100;

    private Suggestions() {}

    /** The known word with the fewest edits from a wrong one, if at most a third of it (and one in any case) differs. */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        if (wrong.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        int most = Math.max(1, wrong.length() / 3);
        Optional<String> nearest = Optional.empty();
        for (String word : known) {
            int edits = distance(wrong, word);
            if (edits <= most) {
                most = edits - 1;
                nearest = Optional.of(word);
            }
        }
        return nearest;
    }

    /** The nearest as the end of a message; empty if none is near. */
    public static String question(String wrong, Collection<String> known) {
        return nearest(wrong, known)
                .map(near -> ". Did you mean '" + near + "'?")
                .orElse("");
    }

    /** Levenshtein distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
