package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.core.spec.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedStatusTest {

    @Test
    void whatThisOperatorWroteIsReadUnchanged() {
        JsonNode written = Scene.running(io.flinkoperator.core.Clusters.JOB).status();

        assertThat(Json.tree(RecordedStatus.of(written))).isEqualTo(written);
    }

    @Test
    void aFieldThatCannotBeReadLosesOnlyItself() {
        // When
        FlinkClusterStatus status =
                read(
                        """
                        state: Running
                        observedGeneration: soon
                        components:
                          taskManager: {name: t, replicas: many, readyReplicas: 2}
                          job: {id: "1", attempt: [3], failureReasons: [{}, late]}
                        """);

        // Then
        assertThat(status.state()).isEqualTo("Running");
        assertThat(status.observedGeneration()).isNull();
        assertThat(status.components().taskManager().replicas()).isNull();
        assertThat(status.components().taskManager().readyReplicas()).isEqualTo(2);
        assertThat(status.components().job().id()).isEqualTo("1");
        assertThat(status.components().job().attempt()).isNull();
        assertThat(status.components().job().failureReasons()).containsExactly("late");
    }

    @Test
    void conditionsThatLackSomethingAreLeftOut() {
        FlinkClusterStatus status =
                read(
                        """
                        conditions:
                          - {type: Ready}
                          - {type: Degraded, status: "True", reason: [x]}
                          - {type: Progressing, status: "False", reason: Idle}
                        """);

        assertThat(status.conditions())
                .extracting(Condition::getType)
                .containsExactly("Progressing");
    }

    @Test
    void fieldsOfOtherOperatorsAreIgnored() {
        FlinkClusterStatus status =
                read("currentRevision: a-1\nsavepoint: {state: InProgress}\nstate: Running");

        assertThat(status.state()).isEqualTo("Running");
        assertThat(status.revision()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "text", "{}", "null"})
    void whatIsNoStatusIsAnEmptyOne(String status) {
        assertThat(Json.tree(read(status)).isEmpty()).isTrue();
        assertThat(Json.tree(RecordedStatus.of(null)).isEmpty()).isTrue();
    }

    private static FlinkClusterStatus read(String yaml) {
        return RecordedStatus.of(Serialization.unmarshal(yaml, JsonNode.class));
    }
}
