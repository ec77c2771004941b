package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VulnerabilitiesTest {
    @ParameterizedTest
    @CsvSource({
        "1.11.0, 1.11.3",
        "1.11.2, 1.11.3",
        "1.15.0, 1.20.4",
        "1.20.3, 1.20.4",
        "1.20.3-scala_2.12, 1.20.4",
        "2.0.1, 2.0.2",
        "2.2.0, 2.2.1"
    })
    void tellsWhereTheyAreMended(String version, String mended) {
        assertThat(Vulnerabilities.of(version)).get().asString().endsWith("mended in " + mended);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10.3", "1.11.3", "1.14.6", "1.20.4", "2.0.2", "2.2.1", "2.3.0", "1.20", ""
            })
    void tellsNothingOfOthers(String version) {
        assertThat(Vulnerabilities.of(version)).isEmpty();
    }
}
