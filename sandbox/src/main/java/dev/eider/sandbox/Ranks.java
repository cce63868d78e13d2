package dev.eider.sandbox;

import java.util.Arrays;

/** Numbered records with a time each. Immutable. */
final class Ranks {
    private final long[] millis;
    private final Repeats repeats;
    private final Renderer renderer;

    /** Writes a record by its number. */
    interface Renderer {
        void render(int record, PageBuffer out);

        /** True for a record that must not be served twice. */
        default boolean isSpoilt(int record) {
            return false;
        }
    }

    Ranks(long[] millis, Repeats repeats, Renderer renderer) {
        this.millis = millis;
        this.repeats = repeats;
        this.renderer = renderer;
    }

    Dataset.Selection select(Interval interval) {
        return new Chosen(numbers(interval));
    }

    private int[] numbers(Interval interval) {
        int[] numbers = new int[millis.length];
        int size = 0;
        for (int i = 0; i < millis.length; i++) {
            if (interval.isAll() || interval.contains(millis[i])) {
                numbers[size++] = i;
            }
        }
        return Arrays.copyOf(numbers, size);
    }

    private final class Chosen implements Dataset.Selection {
        private final int[] numbers;

        Chosen(int[] numbers) {
            this.numbers = numbers;
        }

        @Override
        public long size() {
            return numbers.length;
        }

        @Override
        public void render(long rank, PageBuffer out) {
            renderer.render(numbers[(int) rank], out);
        }

        @Override
        public boolean isRepeated(long rank) {
            int number = numbers[(int) rank];
            return repeats.hits(number) && !renderer.isSpoilt(number);
        }
    }
}
