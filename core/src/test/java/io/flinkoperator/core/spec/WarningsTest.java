package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.Clusters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarningsTest {
    private static final String IMAGE = "image: {name: 'flink:%s'}\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            2.3  | flinkProperties: {jobmanager.rpc.address: a}        | spec.flinkProperties.jobmanager.rpc.address: is overridden by the operator, which must own it; use the ports of jobManager instead
            2.3  | flinkProperties: {rest.port: '1'}                   | spec.flinkProperties.rest.port: is overridden by the operator, which must own it; use the ports of jobManager instead
            none | flinkProperties: {a: 'b#c'}                         | spec.flinkProperties.a: its value holds '#', from which on Flink 1.x takes it for a comment; use a value without it
            none | flinkProperties: {a: ' b'}                          | spec.flinkProperties.a: Flink 1.x reads it without the white space around it
            1.12 | flinkProperties: {a: ' b'}                          | spec.flinkProperties.a: Flink before 1.16 reads it without the white space around it
            1.12 | flinkProperties: {a: ''}                            | spec.flinkProperties.a: has no effect: Flink before 1.16 leaves out an option without a value
            2.3  | 'envVars: [{name: JOB_MANAGER_RPC_ADDRESS, value: a}]' | spec.envVars.JOB_MANAGER_RPC_ADDRESS: has no effect: the operator owns jobmanager.rpc.address, and Flink's container cannot change its configuration
            2.3  | 'envVars: [{name: FLINK_PROPERTIES, value: "blob.server.port: 1"}]' | spec.flinkProperties.blob.server.port: is overridden by the operator, which must own it; use the ports of jobManager instead
            2.3  | 'envVars: [{name: FLINK_PROPERTIES, value: "a: $B"}]' | spec.envVars.FLINK_PROPERTIES: is taken as it is written: variables ($NAME) in it are not replaced
            2.3  | 'envVars: [{name: FLINK_PROPERTIES, valueFrom: {secretKeyRef: {name: a, key: b}}}]' | spec.envVars.FLINK_PROPERTIES: has no effect with valueFrom: the operator writes the configuration, and Flink's container cannot change it; use flinkProperties
            1.11 | logConfig: {log4j.properties: log4j.rootLogger=a}   | spec.logConfig.log4j.properties: is left out, because it is in a syntax of Log4j that would stop this version of Flink; the image's own file is used
            2.3  | gcpConfig: {}                                       | spec.gcpConfig: has no effect without serviceAccount
            2.3  | suspend: true                                       | spec.suspend: has no effect on a session cluster
            2.3  | taskManager: {deploymentType: Deployment, persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}} | spec.taskManager.persistentVolumeClaimRetentionPolicy: has no effect with deploymentType Deployment, whose volumes go with their pods
            2.3  | jobManager: {loadBalancerSourceRanges: [10.0.0.0/8]} | spec.jobManager.loadBalancerSourceRanges: has no effect unless accessScope is VPC or External
            2.3  | jobManager: {ingress: {tlsSecretName: a}}           | spec.jobManager.ingress.tlsSecretName: has no effect unless useTls is true
            1.11 | jobManager: {memoryOffHeapRatio: 20}                | spec.jobManager.memoryOffHeapRatio: has no effect since Flink 1.11; use memoryProcessRatio
            1.11 | jobManager: {memoryOffHeapMin: 1Gi}                 | spec.jobManager.memoryOffHeapMin: has no effect since Flink 1.11; use memoryProcessRatio
            1.10 | jobManager: {memoryProcessRatio: 20}                | spec.jobManager.memoryProcessRatio: has no effect before Flink 1.11; use memoryOffHeapRatio
            1.10 | taskManager: {memoryOffHeapRatio: 20}               | spec.taskManager.memoryOffHeapRatio: has no effect since Flink 1.10; use memoryProcessRatio
            1.10 | taskManager: {memoryOffHeapMin: 1Gi}                | spec.taskManager.memoryOffHeapMin: has no effect since Flink 1.10; use memoryProcessRatio
            1.9  | taskManager: {memoryProcessRatio: 20}               | spec.taskManager.memoryProcessRatio: has no effect before Flink 1.10; use memoryOffHeapRatio
            2.3  | jobManager: {podLabels: {app: a}}                   | spec.jobManager.podLabels.app: is overridden by the operator, which finds its pods by it
            2.3  | taskManager: {podLabels: {component: a}}            | spec.taskManager.podLabels.component: is overridden by the operator, which finds its pods by it
            2.3  | job: {jarFile: j, jarSha256: '0000000000000000000000000000000000000000000000000000000000000000'} | spec.job.jarSha256: has no effect on a jarFile inside the image
            2.3  | job: {jarFile: j, noLoggingToStdout: false}         | spec.job.noLoggingToStdout: has no effect: what the submitting client says is its pod's log
            1.11 | job: {jarFile: j, classPath: ['file:/a.jar']}       | spec.job.classPath: has no effect before Flink 1.12
            2.3  | job: {jarFile: j, savepointGeneration: 1}           | spec.job.savepointGeneration: has no effect without savepointsDir
            1.14 | job: {jarFile: j, savepointFormatType: NATIVE}      | spec.job.savepointFormatType: has no effect before Flink 1.15
            1.14 | job: {jarFile: j, savepointRetention: {count: 3}}   | spec.job.savepointRetention: has no effect before Flink 1.15
            2.3  | 'job: {jarFile: j, args: ["$(date)"]}'                 | spec.job.args[0]: '$(date)' names no variable of spec.envVars, so it stays as it is; no shell reads arguments
            2.3  | 'job: {jarFile: j, args: [a, "5$$"]}'                 | spec.job.args[1]: arrives with '$' in place of '$$', as in every container of Kubernetes; write '$$$$' for two
            2.3  | 'interruptRunningJobs: true\njob: {jarFile: j}'     | spec.interruptRunningJobs: has no effect on a job cluster, whose job goes on from its state
            2.3  | job: {mode: Application, hostAliases: [{ip: 1.1.1.1}]} | spec.job: settings of the pod that submits the job have no effect in mode Application; use those of jobManager
            """)
    void whatHasNoEffectIsSaidOnce(String version, String addition, String warning) {
        assertThat(Clusters.valid(IMAGE.formatted(version) + addition).warnings())
                .extracting(Problem::toString)
                .containsExactly(warning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recreateOnUpdate: true",
                "flinkProperties: {a: ' b#c', d: ''}",
                "envVars: [{name: FLINK_PROPERTIES, value: 'a: b'}]",
                "envVars: [{name: DAY, value: a}]\njob: {jarFile: j, args: ['$(DAY)', '$$(DAY)', '$5', 'a$', '$(']}",
                "envFrom: [{configMapRef: {name: a}}]\njob: {jarFile: j, args: ['$(DAY)']}",
                "flinkProperties: {state.savepoints.dir: 'a#b'}",
                "jobManager: {accessScope: VPC, loadBalancerSourceRanges: [10.0.0.0/8]}",
                "jobManager: {ingress: {useTls: true, tlsSecretName: a}}",
                "jobManager: {memoryProcessRatio: 20}",
                "taskManager: {persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}}",
                "job: {jarFile: j, savepointGeneration: 0, restartPolicy: FromSavepointOnFailure}",
                "job: {jarFile: j, savepointsDir: /s, autoSavepointSeconds: 9, savepointGeneration: 1}",
                "job: {jarFile: j, hostAliases: [{ip: 1.1.1.1}], classPath: ['file:/a.jar']}",
                "job: {jarFile: j, cancelRequested: false, podLabels: {app: a}}",
            })
    void whatHasAnEffectGivesNoWarning(String addition) {
        assertThat(Clusters.valid(IMAGE.formatted("2.3") + addition).warnings()).isEmpty();
    }
}
