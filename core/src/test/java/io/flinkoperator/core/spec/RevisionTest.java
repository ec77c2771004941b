package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionTest {

    /** An operator upgrade that changed these would replace the pods of every cluster. */
    @Test
    void revisionsArePinned() {
        assertThat(Clusters.valid(Clusters.SESSION).revision()).isEqualTo("sales-76057dc8d9");
        assertThat(Clusters.valid(Clusters.JOB).revision()).isEqualTo("sales-efee351885");
    }

    @Test
    void jobIdIsPinnedAndDiffersByAttempt() {
        assertThat(Revision.jobId("uid", "sales-1", 0))
                .isEqualTo("c12ad9f91c60e5e40dd895583cb82cbd");
        assertThat(Revision.jobId("uid", "sales-1", 1))
                .isNotEqualTo(Revision.jobId("uid", "sales-1", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobManager: {replicas: 1, accessScope: Cluster, ports: {rpc: 6123}}",
                "jobManager: {}",
                "taskManager: {replicas: 7}",
                "flinkProperties: {}",
                "envVars: []",
                "serviceAccountName: null",
                "serviceAccountName: ''",
                "batchSchedulerName: ' '",
                "jobManager: {accessScope: ''}",
                "taskManager: {deploymentType: '', resources: {limits: {memory: ''}}}",
            })
    void whatIsTheDefaultAnywayDoesNotChangeTheRevision(String addition) {
        assertThat(Clusters.valid(Clusters.SESSION + addition).revision())
                .isEqualTo(Clusters.valid(Clusters.SESSION).revision());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobManager: {ports: {rpc: 7000}}",
                "taskManager: {memoryProcessRatio: 70}",
                "flinkProperties: {a.b: c}",
                "serviceAccountName: sales",
                "job: {jarFile: j.jar}",
            })
    void whatPodsAreMadeFromChangesTheRevision(String addition) {
        assertThat(Clusters.valid(Clusters.SESSION + addition).revision())
                .isNotEqualTo(Clusters.valid(Clusters.SESSION).revision());
    }
}
