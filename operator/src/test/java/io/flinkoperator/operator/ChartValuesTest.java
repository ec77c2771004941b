package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The chart's README, which {@code make generate} writes from its values. */
class ChartValuesTest {
    private static final Path CHART = Path.of("../helm/flink-operator");

    private static final String HEAD =
            """
            # Chart of the Flink operator

            <!-- not run: the operator of the test is there already -->
            ```sh
            helm install flink-operator helm/flink-operator --namespace flink-operator-system --create-namespace \\
              --set image.repository=registry.example.com/me/flink-operator --set image.tag=dev
            ```

            Its CRD comes with the chart, but Helm never updates one that is there: before an upgrade, `kubectl apply --server-side --force-conflicts --filename helm/flink-operator/crds`.
            How to operate it stands in docs/operations.md; what the operator may do, and why, in docs/security.md.

            This table is written by `make generate` from [values.yaml](values.yaml).

            | value | default | what it does |
            |---|---|---|
            """;

    @Test
    void theReadmeSaysWhatEveryValueDoes() throws IOException {
        // When
        List<ChartValues.Value> values = ChartValues.read(CHART.resolve("values.yaml"));

        // Then
        assertThat(values)
                .hasSizeGreaterThan(30)
                .allSatisfy(value -> assertThat(value.comment()).as(value.path()).endsWith("."));
        StringBuilder readme = new StringBuilder(HEAD);
        values.forEach(
                value ->
                        readme.append(
                                "| `%s` | `%s` | %s |%n"
                                        .formatted(
                                                value.path(), value.standard(), value.comment())));
        Path file = CHART.resolve("README.md");
        if (Boolean.getBoolean("generate")) {
            Files.writeString(file, readme);
        }
        assertThat(file).as("run make generate").hasContent(readme.toString());
    }
}
