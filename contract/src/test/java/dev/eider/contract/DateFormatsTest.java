package dev.eider.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.FieldType.Kind;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class DateFormatsTest {
    @Test
    void readsADateInTheFirstPictureThatFits() {
        Contracted contracted = dated(Kind.DATE, "%y%m%d", "%d/%m/%Y");

        assertThat(value(contracted, "930101"))
                .isEqualTo(LocalDate.of(1993, 1, 1).toEpochDay());
        assertThat(value(contracted, "31/12/1993"))
                .isEqualTo(LocalDate.of(1993, 12, 31).toEpochDay());
    }

    @Test
    void rejectsADateOfNoPictureAndADayThatIsNone() {
        Contracted contracted = dated(Kind.DATE, "%y%m%d");

        for (String text : List.of("1993-01-01", "930231", "93010")) {
            assertThat(contracted.judge("{\"at\": \"" + text + "\"}"))
                    .isInstanceOfSatisfying(
                            Verdict.Rejected.class,
                            rejected -> assertThat(rejected.reasons())
                                    .extracting(Reason::code)
                                    .containsExactly(RejectionCode.INVALID_DATE));
        }
    }

    @Test
    void readsATimestampInTheContractsZone() {
        Contracted contracted = dated(Kind.TIMESTAMP, "%d.%m.%Y %H:%M").in("Europe/Prague");

        long micros = LocalDateTime.of(2025, 7, 1, 8, 0).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
        assertThat(value(contracted, "01.07.2025 10:00")).isEqualTo(micros);
    }

    private static Contracted dated(Kind kind, String... pictures) {
        return Contracted.with(Contracted.field("at", kind).readAs(List.of(pictures)));
    }

    private static long value(Contracted contracted, String text) {
        Verdict verdict = contracted.judge("{\"at\": \"" + text + "\"}");
        assertThat(verdict).isInstanceOf(Verdict.Clean.class);
        return ((Verdict.Clean) verdict).row().longAt(0);
    }
}
