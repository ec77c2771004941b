package io.flinkoperator.kubectl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes YAML and JSON; JSON is read as the YAML that it is. */
final class Documents {
    private static final YAMLMapper YAML =
            new YAMLMapper(
                    YAMLFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                            .disable(YAMLGenerator.Feature.SPLIT_LINES)
                            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
                            .build());

    private Documents() {}

    /** All documents of a text that are not empty. */
    static List<JsonNode> read(String text) throws IOException {
        ObjectReader reader = YAML.readerFor(JsonNode.class);
        List<JsonNode> documents = new ArrayList<>();
        try (var all = reader.<JsonNode>readValues(text)) {
            while (all.hasNextValue()) {
                JsonNode document = all.nextValue();
                if (document != null && document.isContainerNode()) {
                    documents.add(document);
                }
            }
        }
        return documents;
    }

    static String yaml(JsonNode tree) {
        try {
            return YAML.writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree can always be written", impossible);
        }
    }

    static String json(JsonNode tree) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree can always be written", impossible);
        }
    }
}
