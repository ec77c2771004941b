package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** FlinkClusters of v1alpha1, which are stored as v1beta1. */
@ExtendWith(ControlPlaneExtension.class)
class OlderVersionIT {
    private static final String OLDER =
            """
            image: {name: "flink:2.3.0", imagePullPolicy: Always}
            jobManager:
              accessScope: ""
              volumes: [{name: cache, emptyDir: {}}]
              mounts: [{name: cache, mountPath: /cache}]
            job:
              jarFile: /cache/job.jar
              savepoint: s3://shop/savepoint-7
              savepointsDir: s3://shop/savepoints
              autoSavePointSeconds: 300
              paralellism: 2
            """;

    private World world;

    @BeforeEach
    void startWorld(ControlPlane controlPlane, TestNamespace namespace) {
        world = new World(controlPlane, namespace).startOperator();
    }

    @AfterEach
    void stopWorld() {
        world.close();
    }

    @Test
    void olderNamesAreReadAndWhatKubernetesCutOffIsWarnedOf() {
        // When
        world.create("v1alpha1", "older", OLDER);

        // Then
        eventually(
                () ->
                        assertThat(world.condition("older", "SpecWarning", "message"))
                                .isEqualTo(
                                        "spec.job.autoSavePointSeconds: is read as"
                                                + " autoSavepointSeconds; write it so;"
                                                + " spec.image.imagePullPolicy: there is no such field;"
                                                + " it has no effect; perhaps you mean"
                                                + " spec.image.pullPolicy; spec.job.paralellism: there"
                                                + " is no such field; it has no effect; perhaps you mean"
                                                + " spec.job.parallelism"));
        eventually(() -> assertThat(mounts("older-jobmanager")).contains("/cache"));
        JsonNode spec = world.cluster("older").getSpec();
        assertThat(spec.at("/job/savepoint").asText()).isEqualTo("s3://shop/savepoint-7");
        assertThat(spec.at("/job/paralellism").isMissingNode()).isTrue();
    }

    private List<String> mounts(String name) {
        StatefulSet set =
                world.client
                        .apps()
                        .statefulSets()
                        .inNamespace(world.namespace)
                        .withName(name)
                        .get();
        return set
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getVolumeMounts()
                .stream()
                .map(VolumeMount::getMountPath)
                .toList();
    }
}
