package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.Clusters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageVariablesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            FLINK_PROPERTIES: "a.b: c d\\n  x:y # why\\n# z: 1\\nno option\\n" | {"a.b":"c d","own":"1","x":"y"}
            FLINK_PROPERTIES: "own: 2"                              | {"own":"2"}
            FLINK_PROPERTIES: "url: http://host:80/#top"            | {"own":"1","url":"http://host:80/#top"}
            TASK_MANAGER_NUMBER_OF_TASK_SLOTS: "4"                  | {"own":"1","taskmanager.numberOfTaskSlots":"4"}
            OTHER: "a: b"                                           | {"own":"1"}
            """)
    void optionsOfTheImagesVariablesWinOverFlinkProperties(String variable, String options) {
        // Given
        String name = variable.substring(0, variable.indexOf(':'));
        String value = variable.substring(variable.indexOf(':') + 1);

        // When
        ValidCluster cluster =
                Clusters.valid(
                        Clusters.SESSION
                                + "flinkProperties: {own: '1'}\nenvVars: [{name: %s, value: %s}]"
                                        .formatted(name, value));

        // Then
        assertThat(Json.text(cluster.spec().flinkProperties())).isEqualTo(options);
    }
}
