package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.model.Warning;
import io.flinkoperator.core.spec.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Job a-job-submitter       | failed quota: q: must specify limits.cpu for: main | spec.job",
                "Job a-preflight           | failed quota: q: must specify limits.cpu for: main | spec.job",
                "StatefulSet a-jobmanager  | maximum cpu usage per Container is 1, but limit is 2 | spec.jobManager",
                "StatefulSet a-taskmanager | minimum memory usage per Pod is 1Gi, but request is 9 | spec.taskManager",
            })
    void aRefusalOfResourcesNamesTheField(String object, String message, String field) {
        assertThat(Limits.advice(new Warning(object, "FailedCreate", message)))
                .isEqualTo(
                        "; correct " + field + ".resources, and those of containers of your own");
    }

    @ParameterizedTest
    @CsvSource({"exceeded quota: q", "violates PodSecurity", "secret \"a\" not found"})
    void anotherRefusalSpeaksForItself(String message) {
        assertThat(Limits.advice(new Warning("Job a", "FailedCreate", message))).isEmpty();
    }

    @Test
    void aLimitRangeThatGivesFlinkLessMemoryThanItPlansWithIsTold() {
        assertThat(warnings("", "{limits: {memory: 512Mi}}"))
                .containsExactly(
                        "spec.taskManager.resources: has no memory, so Flink is configured for"
                                + " 1728m, but the container got 512Mi, as a LimitRange of the"
                                + " namespace gives it; Flink may be killed, so set limits.memory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                  | {limits: {memory: 2Gi}}",
                "''                                                  | {}",
                "taskManager: {resources: {limits: {memory: 1Gi}}}   | {limits: {memory: 1Gi}}",
                "flinkProperties: {taskmanager.memory.process.size: 1g} | {limits: {memory: 512Mi}}",
            })
    void enoughMemoryAndTheUsersOwnChoiceGiveNoWarning(String addition, String given) {
        assertThat(warnings(addition, given)).isEmpty();
    }

    private static List<String> warnings(String addition, String resources) {
        Pod pod =
                Serialization.unmarshal(
                        """
                        metadata: {name: p}
                        spec: {containers: [{name: taskmanager, resources: %s}]}
                        """
                                .formatted(resources),
                        Pod.class);
        return Limits.warnings(Clusters.valid(Clusters.SESSION + addition), List.of(pod)).stream()
                .map(Problem::toString)
                .toList();
    }
}
