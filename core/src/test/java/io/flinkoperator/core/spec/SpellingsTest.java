package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.core.Clusters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {batchSchedulerName: volcano}                                | {batchScheduler: {name: volcano}}
            {batchSchedulerName: volcano, batchScheduler: {queue: q}}    | {batchScheduler: {queue: q, name: volcano}}
            {batchSchedulerName: old, batchScheduler: {name: volcano}}   | {batchScheduler: {name: volcano}}
            {jobManager: {ServiceAnnotations: {a: b}}}                   | {jobManager: {serviceAnnotations: {a: b}}}
            {jobManager: {ServiceAnnotations: {a: b}, serviceAnnotations: {a: c}}} | {jobManager: {serviceAnnotations: {a: c}}}
            {jobManager: {ServiceLabels: {a: b}, replicas: 1}}           | {jobManager: {replicas: 1, serviceLabels: {a: b}}}
            {job: {takeSavepointOnUpgrade: true}}                        | {job: {takeSavepointOnUpdate: true}}
            {job: {takeSavepointOnUpgrade: true, takeSavepointOnUpdate: false}} | {job: {takeSavepointOnUpdate: false}}
            {job: {autoSavePointSeconds: 9}}                             | {job: {autoSavepointSeconds: 9}}
            {job: {savepoint: /s/1}}                                     | {job: {fromSavepoint: /s/1}}
            {job: {savepoint: /s/1, fromSavepoint: /s/2}}                | {job: {fromSavepoint: /s/2}}
            {job: {savepoint: /s/1, fromSavepoint: ''}}                  | {job: {fromSavepoint: /s/1}}
            {job: {mounts: [{name: a, mountPath: /a}]}}                  | {job: {volumeMounts: [{name: a, mountPath: /a}]}}
            {jobManager: {mounts: [{name: a, mountPath: /a}]}}           | {jobManager: {volumeMounts: [{name: a, mountPath: /a}]}}
            {taskManager: {mounts: [{name: a, mountPath: /a}]}}          | {taskManager: {volumeMounts: [{name: a, mountPath: /a}]}}
            {job: {restartPolicy: OnFailure}}                            | {job: {restartPolicy: FromSavepointOnFailure}}
            {job: {restartPolicy: Never}}                                | {job: {restartPolicy: Never}}
            # what is nothing, or of the wrong type, stays for the parser to say so
            {batchSchedulerName: null}                                   | {batchSchedulerName: null}
            {batchSchedulerName: volcano, batchScheduler: []}            | {batchScheduler: []}
            {job: none}                                                  | {job: none}
            {image: {name: f}}                                           | {image: {name: f}}
            """)
    void olderSpellingsBecomeTodays(String written, String current) {
        assertThat(Spellings.current(tree(written))).isEqualTo(tree(current));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {batchSchedulerName: ''}                             | {}
            {flinkVersion: ' '}                                  | {}
            {image: {name: f, pullPolicy: ''}}                   | {image: {name: f}}
            {jobManager: {accessScope: ''}}                      | {jobManager: {}}
            {jobManager: {memoryOffHeapMin: ''}}                 | {jobManager: {}}
            {jobManager: {extraPorts: [{name: '', containerPort: 1, protocol: ''}]}} | {jobManager: {extraPorts: [{containerPort: 1}]}}
            {jobManager: {ingress: {hostFormat: '', className: ''}}} | {jobManager: {ingress: {}}}
            {jobManager: {loadBalancerSourceRanges: ['']}}       | {jobManager: {loadBalancerSourceRanges: []}}
            {taskManager: {deploymentType: ''}}                  | {taskManager: {}}
            {taskManager: {resources: {limits: {cpu: '', memory: 1Gi}, requests: {cpu: ''}}}} | {taskManager: {resources: {limits: {memory: 1Gi}}}}
            {job: {jarFile: ' ', className: ' ', mode: '', restartPolicy: "\\t"}} | {job: {}}
            {job: {classPath: ['', a]}}                          | {job: {classPath: [a]}}
            {job: {cleanupPolicy: {afterJobFails: ''}}}          | {job: {cleanupPolicy: {}}}
            # these are not ours, or meant
            {flinkProperties: {a: ''}}                           | {flinkProperties: {a: ''}}
            {envVars: [{name: a, value: ''}]}                    | {envVars: [{name: a, value: ''}]}
            {jobManager: {nodeSelector: {a: ''}}}                | {jobManager: {nodeSelector: {a: ''}}}
            {job: {args: ['', ' ']}}                             | {job: {args: ['', ' ']}}
            """)
    void whatIsBlankIsNotSet(String written, String current) {
        assertThat(Spellings.current(tree(written))).isEqualTo(tree(current));
    }

    private static JsonNode tree(String yaml) {
        return Clusters.of(yaml).getSpec();
    }
}
