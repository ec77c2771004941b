package io.flinkoperator.core.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # objects, field by field
            {dnsPolicy: Default}                                     | {hostname: a}                                           | {dnsPolicy: Default, hostname: a}
            {dnsPolicy: Default}                                     | {dnsPolicy: None}                                       | {dnsPolicy: None}
            {securityContext: {runAsUser: 1, fsGroup: 2}}            | {securityContext: {runAsUser: 3}}                       | {securityContext: {runAsUser: 3, fsGroup: 2}}
            {nodeSelector: {a: b}}                                   | {nodeSelector: {c: d}}                                  | {nodeSelector: {a: b, c: d}}
            # lists with a merge key, item by item, new ones at the end
            {containers: [{name: a, image: x}, {name: b, image: y}]} | {containers: [{name: c}, {name: b, image: z}]}          | {containers: [{name: a, image: x}, {name: b, image: z}, {name: c}]}
            {initContainers: [{name: a, image: x}]}                  | {initContainers: [{name: a, command: [c]}]}             | {initContainers: [{name: a, image: x, command: [c]}]}
            {containers: [{name: a, env: [{name: X, value: '1'}]}]}  | {containers: [{name: a, env: [{name: X, value: '2'}, {name: Y, value: '3'}]}]} | {containers: [{name: a, env: [{name: X, value: '2'}, {name: Y, value: '3'}]}]}
            {containers: [{name: a, ports: [{containerPort: 1, name: x}]}]} | {containers: [{name: a, ports: [{containerPort: 1, hostPort: 2}]}]} | {containers: [{name: a, ports: [{containerPort: 1, name: x, hostPort: 2}]}]}
            {containers: [{name: a, volumeMounts: [{mountPath: /a, name: x}]}]} | {containers: [{name: a, volumeMounts: [{mountPath: /a, name: y}]}]} | {containers: [{name: a, volumeMounts: [{mountPath: /a, name: y}]}]}
            {containers: [{name: a, volumeDevices: [{devicePath: /a, name: x}]}]} | {containers: [{name: a, volumeDevices: [{devicePath: /b, name: y}]}]} | {containers: [{name: a, volumeDevices: [{devicePath: /a, name: x}, {devicePath: /b, name: y}]}]}
            {imagePullSecrets: [{name: a}]}                          | {imagePullSecrets: [{name: a}, {name: b}]}              | {imagePullSecrets: [{name: a}, {name: b}]}
            {hostAliases: [{ip: 1.1.1.1, hostnames: [a]}]}           | {hostAliases: [{ip: 1.1.1.1, hostnames: [b]}]}          | {hostAliases: [{ip: 1.1.1.1, hostnames: [b]}]}
            {topologySpreadConstraints: [{topologyKey: a, maxSkew: 1}]} | {topologySpreadConstraints: [{topologyKey: a, maxSkew: 2}]} | {topologySpreadConstraints: [{topologyKey: a, maxSkew: 2}]}
            # other lists as a whole
            {tolerations: [{key: a}]}                                | {tolerations: [{key: b}]}                               | {tolerations: [{key: b}]}
            {containers: [{name: a, args: [x, y]}]}                  | {containers: [{name: a, args: [z]}]}                    | {containers: [{name: a, args: [z]}]}
            {containers: [{name: a, envFrom: [{prefix: x}]}]}        | {containers: [{name: a, envFrom: [{prefix: y}]}]}       | {containers: [{name: a, envFrom: [{prefix: y}]}]}
            # of fields that exclude each other, the one that is laid over
            {volumes: [{name: a, emptyDir: {}}]}                     | {volumes: [{name: a, hostPath: {path: /x}}]}            | {volumes: [{name: a, hostPath: {path: /x}}]}
            {volumes: [{name: a, configMap: {name: x}}]}             | {volumes: [{name: a, configMap: {defaultMode: 1}}]}     | {volumes: [{name: a, configMap: {name: x, defaultMode: 1}}]}
            {containers: [{name: a, env: [{name: X, value: '1'}]}]}  | {containers: [{name: a, env: [{name: X, valueFrom: {fieldRef: {fieldPath: f}}}]}]} | {containers: [{name: a, env: [{name: X, valueFrom: {fieldRef: {fieldPath: f}}}]}]}
            {containers: [{name: a, env: [{name: X, valueFrom: {fieldRef: {fieldPath: f}}}]}]} | {containers: [{name: a, env: [{name: X, valueFrom: {secretKeyRef: {key: k}}}]}]} | {containers: [{name: a, env: [{name: X, valueFrom: {secretKeyRef: {key: k}}}]}]}
            {containers: [{name: a, livenessProbe: {tcpSocket: {port: 1}, periodSeconds: 2}}]} | {containers: [{name: a, livenessProbe: {httpGet: {port: 3}}}]} | {containers: [{name: a, livenessProbe: {httpGet: {port: 3}, periodSeconds: 2}}]}
            {containers: [{name: a, livenessProbe: {tcpSocket: {port: 1}}}]} | {containers: [{name: a, livenessProbe: {periodSeconds: 2}}]} | {containers: [{name: a, livenessProbe: {tcpSocket: {port: 1}, periodSeconds: 2}}]}
            """)
    void oneTemplateIsLaidOverTheOther(String base, String over, String merged) {
        assertThat(StrategicMerge.of(template(base), template(over))).isEqualTo(template(merged));
    }

    @Test
    void nothingIsLaidOver() {
        assertThat(StrategicMerge.of(template("{hostname: a}"), null))
                .isEqualTo(template("{hostname: a}"));
    }

    @Test
    void metadataIsMergedToo() {
        // Given
        PodTemplateSpec base = read("metadata: {labels: {a: x, b: y}, annotations: {c: z}}");
        PodTemplateSpec over = read("metadata: {labels: {b: over}}");

        // Then
        assertThat(StrategicMerge.of(base, over))
                .isEqualTo(read("metadata: {labels: {a: x, b: over}, annotations: {c: z}}"));
    }

    private static PodTemplateSpec template(String spec) {
        return read("spec: " + spec);
    }

    private static PodTemplateSpec read(String yaml) {
        return Serialization.unmarshal(yaml, PodTemplateSpec.class);
    }
}
