package dev.eider.sandbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The command line, and what is wrong with it. */
final class OptionsTest {
    @Test
    void takesItsOwnAndLeavesTheRest() {
        Options options = Options.of(
                List.of("--topic", "a", "--days", "3", "--topic", "b", "--abort", "5%"), Set.of("--topic", "--abort"));
        assertThat(options.rest()).containsExactly("--days", "3");
        assertThat(options.all("--topic")).containsExactly("a", "b");
        assertThat(options.one("--topic")).contains("b");
        assertThat(options.share("--abort")).isEqualTo(0.05);
        assertThat(options.number("--rate", 7)).isEqualTo(7);
    }

    @Test
    void saysWhatIsWrong() {
        Set<String> names = Set.of("--abort", "--rate", "--format");
        assertThatThrownBy(() -> Options.of(List.of("--rate"), names)).hasMessage("Invalid --rate: no value");
        assertThatThrownBy(() -> Options.of(List.of("--rate", "fast"), names).number("--rate", 0))
                .hasMessage("Invalid --rate: fast (a whole number)");
        assertThatThrownBy(() -> Options.of(List.of("--abort", "1"), names).share("--abort"))
                .hasMessage("Invalid --abort: 1 (5% or 0.05)");
        assertThatThrownBy(() -> Options.of(List.of("--format", "xml"), names)
                        .kind("--format", TransactionFormat.class, TransactionFormat.JSON))
                .hasMessage("Invalid --format: xml (see --help)");
    }

    @Test
    void aPortThatIsTakenIsNoPortForABroker() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThatThrownBy(() -> BrokerCommand.run(List.of("--port", port)))
                    .hasMessage("Invalid --port: " + port + " (somebody listens there already)");
        }
    }
}
