package dev.eider.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What does not answer is asked again, and whoever waits is told why. */
final class PatienceTest {
    private static final long SEED = 7;

    private final List<String> told = new ArrayList<>();
    private final AtomicInteger tries = new AtomicInteger();

    private int failFor(int times, ErrorCode code) throws EiderException {
        if (tries.incrementAndGet() <= times) {
            throw new EiderException(code, "Cannot ask the registry");
        }
        return tries.get();
    }

    @Test
    void asksAgainWhatDoesNotAnswerAndTellsItOnce() throws Exception {
        Patience patience = new Patience(Duration.ofMinutes(1), SEED, told::add);
        assertThat(patience.persist(() -> failFor(3, ErrorCode.SOURCE_UNAVAILABLE)))
                .isEqualTo(4);
        assertThat(told).containsExactly("Cannot ask the registry");
    }

    @Test
    void asksOnceWhereThatDoesNotHelp() {
        Patience patience = new Patience(Duration.ofMinutes(1), SEED, told::add);
        assertThatThrownBy(() -> patience.persist(() -> failFor(1, ErrorCode.SOURCE_REFUSED)))
                .isInstanceOf(EiderException.class);
        assertThat(tries).hasValue(1);
        assertThat(told).isEmpty();
    }

    @Test
    void endsWithItsBudget() {
        Patience patience = new Patience(Duration.ofMillis(200), SEED, told::add);
        assertThatThrownBy(() -> patience.persist(() -> failFor(Integer.MAX_VALUE, ErrorCode.SOURCE_UNAVAILABLE)))
                .isInstanceOf(EiderException.class);
        assertThat(tries).hasValueGreaterThan(1);
    }
}
