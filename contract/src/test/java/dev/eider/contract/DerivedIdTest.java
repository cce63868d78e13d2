package dev.eider.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DerivedIdTest {
    private static final int MANY = 10_000;

    /** Keys of warehouses hold these: a change would make other keys of the same records. */
    @Test
    void isTheSameFromReleaseToRelease() {
        assertThat(DerivedId.prefix("bank.core.cards", 3)).isEqualTo(8_144_445L);
        assertThat(DerivedId.of("bank.core.cards", 3, 12)).isEqualTo(8_954_911_979_282_104_332L);
        assertThat(DerivedId.of("bank.core.cards", 3, 12, 1743934530123L)).isEqualTo(3_658_029_843_846_918_481L);
    }

    @Test
    void isPositiveAndNeverTheSameInAPartition() {
        Random random = new Random(7);
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            long offset = random.nextLong() >>> 24;
            assertThat(DerivedId.of("t" + i, i, offset)).isPositive();
            assertThat(DerivedId.of("t" + i, i, offset, random.nextLong())).isPositive();
            assertThat(seen.add(DerivedId.of("t", 1, i))).isTrue();
        }
        assertThat(DerivedId.of("t", 1, (1L << 40) - 1)).isPositive();
    }

    @Test
    void beginsWithThePrefixOfItsPartition() {
        assertThat(DerivedId.of("t", 1, 99) >>> DerivedId.OFFSET_BITS).isEqualTo(DerivedId.prefix("t", 1));
        assertThat(DerivedId.prefix("t1", 1)).isNotEqualTo(DerivedId.prefix("t", 11));
    }

    @Test
    void refusesOffsetsThatItCannotHold() {
        assertThatThrownBy(() -> DerivedId.of("t", 1, 1L << 40))
                .hasMessage("Invalid offset: 1099511627776 (from 0, of 40 bits)");
        assertThatThrownBy(() -> DerivedId.of("t", 1, -1)).hasMessage("Invalid offset: -1 (from 0, of 40 bits)");
    }
}
