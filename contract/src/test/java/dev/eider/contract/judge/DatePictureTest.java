package dev.eider.contract.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatePictureTest {
    @ParameterizedTest
    @CsvSource({
        "%y%m%d, 930101, 1993-01-01",
        "%y%m%d, 680101, 2068-01-01",
        "%y%m%d, 690101, 1969-01-01",
        "%d/%m/%Y, 31/12/2010, 2010-12-31",
        "%F, 2010-12-31, 2010-12-31",
        "%Y%m%dT%H%M%S%z, 20250406T101530+0200, 2025-04-06T10:15:30+0200",
        "%d.%m.%Y %T.%f, 06.04.2025 10:15:30.25, 2025-04-06T10:15:30.25",
        "%H.%M, 10.15, 10:15",
        "%Y-%m-%d 100%%, 2025-04-06 100%, 2025-04-06",
    })
    void rewritesWhatFitsThePicture(String picture, String text, String iso) {
        assertThat(rewrite(picture, text)).isEqualTo(iso);
    }

    @ParameterizedTest
    @CsvSource({
        "%y%m%d, 93011",
        "%y%m%d, 9301011",
        "%y%m%d, 93o101",
        "%d/%m/%Y, 31-12-2010",
        "%d/%m/%Y, 1/2/2010",
        "%H:%M%z, 10:15+2",
    })
    void refusesWhatDoesNot(String picture, String text) {
        assertThat(rewrite(picture, text)).isEqualTo("does not fit");
    }

    @Test
    void refusesAPictureThatNamesNoWholeDate() {
        assertThatThrownBy(() -> DatePicture.of("%Y-%m")).hasMessageContaining("a whole date");
        assertThatThrownBy(() -> DatePicture.of("%Q")).hasMessageContaining("Invalid format: %Q");
        assertThatThrownBy(() -> DatePicture.of("%")).hasMessageContaining("Invalid format: %");
    }

    private static String rewrite(String picture, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        byte[] iso = new byte[DatePicture.ISO_LENGTH_MAX];
        int length = DatePicture.of(picture).rewrite(bytes, 0, bytes.length, iso);
        return length < 0 ? "does not fit" : new String(iso, 0, length, StandardCharsets.US_ASCII);
    }
}
