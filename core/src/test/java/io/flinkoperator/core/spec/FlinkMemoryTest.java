package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.resources.FlinkConfiguration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlinkMemoryTest {

    @ParameterizedTest
    @CsvSource({
        // Memory, percent, JobManager, TaskManager. The first two as the reference operator's fork.
        "1Gi, 80, 820m, 982m",
        "4Gi, 80, 3277m, 3277m",
        "1024Mi, 100, 1024m, 1024m",
        "1G, 80, 763m, 953m",
        "1000M, 99, 945m, 953m",
        "1500Mi, 1, 640m, 982m",
        "700Mi, 80, 640m, 700m",
        "1073741824, 80, 820m, 982m",
        "1Ti, 80, 838861m, 838861m",
        "0.5Gi, 80, 512m, 512m",
    })
    void flinkGetsItsShareAndEnoughToStart(
            String memory, int percent, String jobManager, String taskManager) {
        // Given
        var bytes = FlinkMemory.of(resources("limits: {memory: '" + memory + "'}")).orElseThrow();

        // Then
        assertThat(FlinkMemory.JOB_MANAGER.processSize(bytes, percent) + "m").isEqualTo(jobManager);
        assertThat(FlinkMemory.TASK_MANAGER.processSize(bytes, percent) + "m")
                .isEqualTo(taskManager);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limits: {memory: 2Gi}                             | 2147483648",
                "requests: {memory: 1Gi}                           | 1073741824",
                "requests: {memory: 1Gi} & limits: {memory: 2Gi}   | 2147483648",
                "requests: {memory: 1Gi} & limits: {cpu: 2}        | 1073741824",
                "limits: {cpu: 2}                                  | ",
                "limits: {memory: lots}                            | ",
            })
    void theLimitCountsElseTheRequest(String resources, String bytes) {
        assertThat(
                        FlinkMemory.of(resources(resources.replace(" & ", "\n")))
                                .map(amount -> amount.toBigInteger().toString()))
                .isEqualTo(Optional.ofNullable(bytes));
    }

    @Test
    void withoutLimitFlinkHasItsOwnDefault() {
        assertThat(FlinkConfiguration.of(Clusters.valid("image: {name: f}")))
                .containsEntry("jobmanager.memory.process.size", "1600m")
                .containsEntry("taskmanager.memory.process.size", "1728m");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1999m, 1", "2, 1", "4, 2", "5, 2", "500m, 1", "64, 32"})
    void slotsAreHalfTheWholeCpusButAtLeastOne(String cpu, String slots) {
        var cluster =
                Clusters.valid(
                        "image: {name: f}\ntaskManager: {resources: {limits: {cpu: '%s'}}}"
                                .formatted(cpu));

        assertThat(FlinkConfiguration.of(cluster))
                .containsEntry("taskmanager.numberOfTaskSlots", slots);
    }

    private static ResourceRequirements resources(String yaml) {
        return Serialization.unmarshal(yaml, ResourceRequirements.class);
    }
}
