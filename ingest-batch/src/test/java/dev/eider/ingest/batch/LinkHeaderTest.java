package dev.eider.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinkHeaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<https://a.example/x?page=2>; rel=\"next\" | https://a.example/x?page=2",
                "<?page=2>; rel=next | ?page=2",
                "< /x > ; REL = \"last NEXT\" | /x",
                "</p>; rel=\"prev\", </n>; title=\"a, b; rel=\\\"next\\\"\"; rel=\"next\" | /n",
                "</a,b;c>;rel=next | /a,b;c",
                "</first>; rel=first; rel=next, </second>; rel=next | /second",
            })
    void findsTheNextPage(String header, String target) {
        assertThat(LinkHeader.next(List.of(header))).contains(target);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "</p>; rel=\"prev\"",
                "</p>",
                "</p>; rel=\"nextish\"",
                "<unclosed; rel=next",
                "``",
                "rel=next",
                "</p>; rel"
            })
    void findsNothingElse(String header) {
        assertThat(LinkHeader.next(List.of(header))).isEmpty();
    }

    @Test
    void looksAtEveryHeader() {
        assertThat(LinkHeader.next(List.of("</p>; rel=prev", "</n>; rel=next"))).contains("/n");
    }
}
