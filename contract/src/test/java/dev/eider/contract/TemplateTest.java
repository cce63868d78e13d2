package dev.eider.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplateTest {
    private static final Instant START = Instant.parse("2024-12-30T23:00:00Z");
    private static final Instant END = Instant.parse("2024-12-31T23:00:00Z");
    private static final ZoneId PRAGUE = ZoneId.of("Europe/Prague");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/transactions | /transactions",
                "{interval.start:%Y-%m-%d} | 2024-12-31",
                "{interval.end:%Y%m%d} | 20250101",
                "{interval.start:%G-W%V} | 2025-W01",
                "{interval.start:%j of %y} | 366 of 24",
                "{interval.start:%H:%M:%S} | 00:00:00",
                "{interval.start:%FT%T%z} | 2024-12-31T00:00:00+0100",
                "{interval.start:%s} | 1735599600",
                "{interval.start} | 2024-12-30T23:00:00Z",
                "{interval.start:%d%%} | 31%",
                "a{{b}}{interval.start:%m}c | a{b}12c",
                "{interval.start:%d}/{interval.end:%d} | 31/01",
            })
    void fillsBoundsInTheContractsZone(String text, String filled) {
        assertThat(Template.problems(text)).isEmpty();
        assertThat(Template.of(text).fill(START, END, PRAGUE)).isEqualTo(filled);
    }

    @Test
    void fillsInUtcWhereThePictureSaysUtc() {
        Template template = Template.of("{interval.start:%Y-%m-%dT%H:%M:%SZ}");

        assertThat(template.fill(START, END, PRAGUE)).isEqualTo("2024-12-30T23:00:00Z");
        assertThat(template.fill(START, END, ZoneOffset.UTC)).isEqualTo("2024-12-30T23:00:00Z");
    }

    @Test
    void tellsWhetherItNeedsAnInterval() {
        assertThat(Template.of("/a/{{b}}").needsInterval()).isFalse();
        assertThat(Template.of("/a/{interval.end}").needsInterval()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{interval.start:%Q} | Invalid picture: %Q in {interval.start:%Q} (%Y %y %m %d %H %M %S %j %s %V %G %z %F %T)",
                "{interval.start:%} | Invalid picture: % in {interval.start:%} (%Y %y %m %d %H %M %S %j %s %V %G %z %F %T)",
                "{interval.begin:%Y} | Invalid placeholder: {interval.begin} (interval.start or interval.end)",
                "{order_id} | Invalid placeholder: {order_id} (interval.start or interval.end)",
                "{interval.start: | Invalid placeholder: {interval.start: (no closing brace)",
                "{interval.start:} | Invalid placeholder: {interval.start:} (a picture must follow the colon, like %Y-%m-%d)",
                "a}b | Invalid placeholder: a}b (a closing brace without an opening one; double it)",
            })
    void tellsWhatIsWrong(String text, String problem) {
        assertThat(Template.problems(text)).containsExactly(problem);
        assertThatThrownBy(() -> Template.of(text)).hasMessage(problem);
    }

    @Test
    void tellsAllThatIsWrong() {
        assertThat(Template.problems("{a}{interval.start:%Q%W}")).hasSize(3);
    }
}
