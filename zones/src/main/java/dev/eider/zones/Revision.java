package dev.eider.zones;

import java.util.Locale;

/**
 * One statement of a batch by one stage. Raw revisions are numbered 0001, 0002, …; staged ones by their raw revision
 * and their own number, 0002-0001. The greatest committed one is current.
 *
 * @param input number of the raw revision it is made from; 0 for a raw revision
 * @param number from 1
 */
public record Revision(BatchId batch, StageName stage, int input, int number) implements Comparable<Revision> {
    public static final int NUMBER_MAX = 9999;

    public Revision {
        if (number < 1
                || number > NUMBER_MAX
                || input < 0
                || input > NUMBER_MAX
                || (stage == StageName.RAW) != (input == 0)) {
            throw new IllegalArgumentException("Invalid revision: " + stage + " " + input + "-" + number);
        }
    }

    public static Revision raw(BatchId batch, int number) {
        return new Revision(batch, StageName.RAW, 0, number);
    }

    /** The staging of this raw revision with the given number. */
    public Revision staged(int stagedNumber) {
        return new Revision(batch, StageName.STAGE, number, stagedNumber);
    }

    /** The raw revision that this staged revision is made from. */
    public Revision rawInput() {
        return raw(batch, input);
    }

    /** {@code 0002} or {@code 0002-0001}. */
    public String label() {
        return stage == StageName.RAW
                ? String.format(Locale.ROOT, "%04d", number)
                : String.format(Locale.ROOT, "%04d-%04d", input, number);
    }

    @Override
    public int compareTo(Revision other) {
        int byBatch = batch.compareTo(other.batch);
        if (byBatch != 0) {
            return byBatch;
        }
        int byInput = Integer.compare(input, other.input);
        return byInput != 0 ? byInput : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return batch + " " + stage.folder() + " " + label();
    }
}
