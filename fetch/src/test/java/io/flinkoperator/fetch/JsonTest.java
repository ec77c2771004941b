package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void findsATextByItsName() {
        String json =
                "{\"a\": 1, \"text\" : \"one\\n\\\"two\\\" \\\\ \\u00e4 \\/ $1\", \"b\": \"c\"}";
        assertThat(Json.text(json, "text")).contains("one\n\"two\" \\ ä / $1");
        assertThat(Json.text(json, "b")).contains("c");
    }

    @Test
    void findsNoOtherThings() {
        assertThat(Json.text("{\"number\": 1, \"other\": null}", "number")).isEmpty();
        assertThat(Json.text("{\"cut\": \"off", "cut")).isEmpty();
        assertThat(Json.text("<html>", "text")).isEmpty();
    }

    @Test
    void quotes() {
        assertThat(Json.quoted("a \"b\" \\ \n $1"))
                .isEqualTo("\"a \\u0022b\\u0022 \\u005c \\u000a $1\"");
    }
}
