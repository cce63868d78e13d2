package dev.eider.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Limits;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyBitmapsTest {
    /** Ten runs of a thousand, ten million apart, around zero. */
    private static final String RUNS =
            "SELECT (i // 1000 - 5) * 10000000 + i % 1000 - 500 AS id FROM range(10000) t(i)";

    private Session session;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        session = Session.inMemory(Limits.defaults(), folder);
    }

    @AfterEach
    void close() throws Exception {
        session.close();
    }

    private boolean distinct(String query) throws Exception {
        session.run("CREATE OR REPLACE TABLE keys AS " + query);
        return KeyBitmaps.areDistinct(session, "keys", "id");
    }

    @Test
    void proveRunsThatLieFarApart() throws Exception {
        assertThat(distinct(RUNS)).isTrue();
        assertThat(distinct(RUNS.replace("AS id", "::INTEGER AS id"))).isTrue();
    }

    @Test
    void seeTheOneValueThatStandsTwice() throws Exception {
        for (long twice : new long[] {-50_000_500, -1, 0, 499, 40_000_499}) {
            assertThat(session.number("SELECT count(*) FROM (" + RUNS + ") WHERE id = " + twice))
                    .isEqualTo(1);
            assertThat(distinct(RUNS + " UNION ALL SELECT " + twice))
                    .as("%d twice", twice)
                    .isFalse();
        }
    }

    @Test
    void passOverRowsWithoutAValue() throws Exception {
        String none = " UNION ALL SELECT NULL UNION ALL SELECT NULL";
        assertThat(distinct(RUNS + none)).isTrue();
        assertThat(distinct(RUNS + none + " UNION ALL SELECT 0")).isFalse();
    }

    @Test
    void proveScatteredValues() throws Exception {
        String scattered = "SELECT i * 1000003 AS id FROM range(10000) t(i)";
        assertThat(distinct(scattered)).isTrue();
        assertThat(distinct(scattered + " UNION ALL SELECT 7000021")).isFalse();
    }

    @Test
    void reachFromTheLeastToTheGreatestNumber() throws Exception {
        String ends = " UNION ALL SELECT -9223372036854775808 UNION ALL SELECT 9223372036854775807";
        assertThat(distinct(RUNS + ends)).isTrue();
        assertThat(distinct(RUNS + ends + ends)).isFalse();
    }
}
