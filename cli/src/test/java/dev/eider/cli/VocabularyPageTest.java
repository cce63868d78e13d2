package dev.eider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eider.contract.read.Schemas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page for people says of each key what the schema for editors says. */
class VocabularyPageTest {
    @Test
    void tellsEveryKeyOfADataset() throws Exception {
        assertTold(Schemas.contract());
    }

    @Test
    void tellsEveryKeyOfTheProject() throws Exception {
        assertTold(Schemas.project());
    }

    private static void assertTold(String schema) throws Exception {
        String page = Files.readString(Path.of(System.getProperty("eider.root"), "docs/contract.md"));
        Map<String, String> keys = new LinkedHashMap<>();
        collect(new ObjectMapper().readTree(schema), "", keys);
        keys.keySet().removeIf(key -> key.startsWith("environments.") || key.startsWith("sources."));

        assertThat(keys).hasSizeGreaterThan(30);
        keys.forEach((key, meaning) -> {
            boolean isToCome = meaning.startsWith("Not supported yet");
            String told =
                    isToCome ? "`" + key + "`" : "| `" + key + "` | " + (meaning.isEmpty() ? "–" : meaning) + " |";
            assertThat(page).contains(told);
        });
    }

    private static void collect(JsonNode node, String prefix, Map<String, String> keys) {
        for (String alternatives : new String[] {"anyOf", "oneOf"}) {
            node.path(alternatives).forEach(alternative -> collect(alternative, prefix, keys));
        }
        node.path("properties").properties().forEach(property -> {
            String key = prefix + property.getKey();
            keys.merge(key, property.getValue().path("description").asText(), (a, b) -> a.isEmpty() ? b : a);
            collect(property.getValue(), key + ".", keys);
        });
        collectNested(node.path("additionalProperties"), prefix + "<name>.", keys);
        collectNested(node.path("items"), prefix, keys);
    }

    private static void collectNested(JsonNode node, String prefix, Map<String, String> keys) {
        if (node.isObject()) {
            collect(node, prefix, keys);
        }
    }
}
