package dev.eider.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderedTest {
    @Test
    void asksAndCommentsInTheOrderOfTheFile() {
        Map<String, String> inOrder = new LinkedHashMap<>();
        for (String name : List.of("zeta", "from", "to", "page_size", "alpha", "limit")) {
            inOrder.put(name, name);
        }
        Source.Api api = new Source.Api(
                "bank",
                "/records",
                inOrder,
                inOrder,
                FieldPath.of(),
                new Paginator.SinglePage(),
                Optional.empty(),
                Optional.empty(),
                Source.OnBadPage.FAIL);
        Mart mart = new Mart("daily", Mart.Materialized.TABLE, List.of(), "", inOrder, "SELECT 1");

        assertThat(api.params().keySet()).containsExactlyElementsOf(inOrder.keySet());
        assertThat(api.headers().keySet()).containsExactlyElementsOf(inOrder.keySet());
        assertThat(mart.columns().keySet()).containsExactlyElementsOf(inOrder.keySet());
    }
}
