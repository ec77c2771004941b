package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.core.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultsTest {

    @Test
    void emptySpecGetsTheDefaultsOfASessionCluster() {
        assertThat(Defaults.filledIn(tree("{}")))
                .isEqualTo(
                        tree(
                                """
                                networkPolicy: {enabled: true}
                                jobManager:
                                  replicas: 1
                                  accessScope: Cluster
                                  ports: {rpc: 6123, blob: 6124, query: 6125, ui: 8081}
                                taskManager:
                                  replicas: 3
                                  deploymentType: StatefulSet
                                  ports: {data: 6121, rpc: 6122, query: 6125}
                                suspend: false
                                interruptRunningJobs: false
                                revisionHistoryLimit: 10
                                recreateOnUpdate: true
                                """));
    }

    @Test
    void emptyJobGetsTheDefaultsOfAJob() {
        assertThat(Defaults.filledIn(tree("job: {}")).get("job"))
                .isEqualTo(
                        tree(
                                """
                                mode: Detached
                                allowNonRestoredState: false
                                savepointOnDeletion: true
                                deletionTimeoutSeconds: 300
                                updateTimeoutSeconds: 600
                                restartPolicy: Never
                                restartBackoff: {initialSeconds: 10, maxSeconds: 300, resetAfterSeconds: 600}
                                cancelRequested: false
                                jarFetch: {maxSize: 1Gi, timeoutSeconds: 300}
                                cleanupPolicy:
                                  afterJobSucceeds: DeleteCluster
                                  afterJobFails: KeepCluster
                                  afterJobCancelled: DeleteCluster
                                """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {jobManager: null}                                | /jobManager/replicas               | 1
            {jobManager: {ports: {ui: 9}}}                    | /jobManager/ports/rpc              | 6123
            {jobManager: {ports: {ui: 9}}}                    | /jobManager/ports/ui               | 9
            {jobManager: {ingress: {}}}                       | /jobManager/ingress/useTls         | false
            {jobManager: {extraPorts: [{containerPort: 9}]}}  | /jobManager/extraPorts/0/protocol  | TCP
            {jobManager: {extraPorts: [{containerPort: 9}]}}  | /jobManager/extraPorts/0/onService | false
            {jobManager: {extraPorts: [9]}}                   | /jobManager/extraPorts/0           | 9
            {hadoopConfig: {}}                                | /hadoopConfig/mountPath            | /etc/hadoop/conf
            {highAvailability: {}}                            | /highAvailability/replicas         | 1
            {job: {cleanupPolicy: {afterJobFails: DeleteCluster}}} | /job/cleanupPolicy/afterJobSucceeds | DeleteCluster
            {taskManager: none}                               | /taskManager                       | none
            """)
    void whatIsMissingIsFilledInWhereItBelongs(String written, String field, String value) {
        assertThat(Defaults.filledIn(tree(written)).at(field).asText()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {}                                          | {}
            {job: {jarFile: j}}                         | {job: {jarFile: j}}
            {job: {}}                                   | {job: {}}
            {taskManager: {replicas: 4}}                | {taskManager: {replicas: 4}}
            {hadoopConfig: {configMapName: c}}          | {hadoopConfig: {configMapName: c}}
            {hadoopConfig: {mountPath: /etc/hadoop/conf}} | {hadoopConfig: {}}
            {jobManager: {}, taskManager: {ports: {}}}  | {}
            """)
    void whatIsFilledInIsLeftOutAgain(String written, String shortest) {
        assertThat(Defaults.leftOut(Defaults.filledIn(tree(written)))).isEqualTo(tree(shortest));
        assertThat(Defaults.leftOut(tree(written))).isEqualTo(tree(shortest));
    }

    private static JsonNode tree(String yaml) {
        return Clusters.of(yaml).getSpec();
    }
}
