package io.flinkoperator.core.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.api.ImagePullPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullPoliciesTest {
    @ParameterizedTest
    @CsvSource({
        "flink, Always",
        "flink:latest, Always",
        "localhost:5000/flink, Always",
        "localhost:5000/flink:latest@sha256:0123, Always",
        "flink:2.3.0, IfNotPresent",
        "localhost:5000/flink:2.3.0, IfNotPresent",
        "flink@sha256:0123, IfNotPresent",
        "localhost:5000/flink@sha256:0123, IfNotPresent",
        "flink:not-latest, IfNotPresent"
    })
    void anImageIsPulledAsKubernetesWould(String image, ImagePullPolicy policy) {
        assertThat(PullPolicies.usual(image)).isEqualTo(policy);
    }
}
