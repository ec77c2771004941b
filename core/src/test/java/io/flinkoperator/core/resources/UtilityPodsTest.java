package io.flinkoperator.core.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pods beside Flink are made of. */
class UtilityPodsTest {
    private static final Optional<RestoreStatus> SEARCH =
            Optional.of(new RestoreStatus("s3://cp/1/chk-7", List.of("s3://cp/1"), 7L));

    private static final String FORM =
            """
            image: {name: "flink:2.3.0"}
            podTemplate:
              spec:
                containers: [{name: proxy, image: "proxy:1"}]
            jobManager:
              resources: {requests: {cpu: "4", memory: 8Gi}, limits: {cpu: "6", memory: 16Gi, example.com/gpu: "1"}}
              sidecars: [{name: agent, image: "agent:1"}]
              initContainers:
                - {name: migrate, image: "tool:1"}
                - {name: native, image: "tool:1", restartPolicy: Always}
              %s
            job:
              jarFile: /opt/flink/usrlib/job.jar
              mode: %s
              initContainers:
                - {name: migrate-job, image: "tool:1"}
              %s
            """;

    private static ValidCluster cluster(String mode, String ofJobManager, String ofJob) {
        return Clusters.valid(FORM.formatted(ofJobManager, mode, ofJob));
    }

    private static ValidCluster cluster(String mode) {
        return cluster(mode, "", "");
    }

    private static PodSpec check(ValidCluster cluster) {
        return spec(Preflight.of(cluster, "s3://sp/1", null));
    }

    private static PodSpec disposal(ValidCluster cluster) {
        return spec(Disposal.of(cluster, "s3://sp/1"));
    }

    private static PodSpec submitter(ValidCluster cluster, Optional<RestoreStatus> restore) {
        return spec(Jobs.of(cluster, cluster.job().orElseThrow(), "0".repeat(32), restore));
    }

    private static PodSpec spec(Job job) {
        return job.getSpec().getTemplate().getSpec();
    }

    private static List<String> names(List<Container> containers) {
        return containers.stream().map(Container::getName).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Detached", "Blocking", "Application"})
    void aPodBesideTheJobHasNoSidecarAndRunsNoInitContainerOfTheUserAgain(String mode) {
        for (PodSpec pod : List.of(check(cluster(mode)), disposal(cluster(mode)))) {
            assertThat(names(pod.getContainers())).containsExactly("main");
            assertThat(names(pod.getInitContainers())).containsExactly("flink-config");
            Container main = pod.getContainers().get(0);
            assertThat(main.getReadinessProbe()).isNull();
            assertThat(main.getLivenessProbe()).isNull();
            assertThat(main.getPorts()).isEmpty();
        }
    }

    @Test
    void aPodBesideAnApplicationIsNoJobManagerAndLeavesItsResourcesAlone() {
        // When
        Job check = Preflight.of(cluster("Application"), null, null);

        // Then
        assertThat(check.getSpec().getTemplate().getMetadata().getLabels())
                .doesNotContainKey(Names.COMPONENT);
        Container main = spec(check).getContainers().get(0);
        assertThat(main.getResources().getRequests())
                .containsEntry("memory", new Quantity("512Mi"))
                .containsEntry("cpu", new Quantity("250m"));
        assertThat(main.getResources().getLimits())
                .containsEntry("memory", new Quantity("1Gi"))
                .doesNotContainKey("example.com/gpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Detached", "Application"})
    void whatAnInitContainerPreparesForFlinkIsThereForACheck(String mode) {
        // Given
        String prepared =
                """
                volumes: [{name: jars, emptyDir: {}}]
                  volumeMounts: [{name: jars, mountPath: /opt/flink/usrlib}]
                """;

        // When
        PodSpec pod = check(cluster(mode, prepared, prepared));

        // Then
        assertThat(names(pod.getInitContainers()))
                .contains(mode.equals("Detached") ? "migrate-job" : "migrate")
                .doesNotContain("native");
    }

    @Test
    void aCheckOfAnApplicationWithAClaimMountsNothingThatIsNotThere() {
        // Given
        ValidCluster cluster =
                cluster(
                        "Application",
                        """
                        volumeMounts: [{name: history, mountPath: /opt/history}]
                          volumeClaimTemplates:
                            - metadata: {name: history}
                              spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                        """,
                        "");

        // Then
        for (PodSpec pod : List.of(check(cluster), disposal(cluster))) {
            assertMountsExist(pod);
            assertThat(pod.getVolumes())
                    .filteredOn(it -> it.getName().equals("history"))
                    .allMatch(it -> it.getEmptyDir() != null && it.getEphemeral() == null)
                    .hasSize(1);
        }
    }

    private static void assertMountsExist(PodSpec pod) {
        Set<String> volumes =
                pod.getVolumes().stream().map(Volume::getName).collect(Collectors.toSet());
        assertThat(mounts(pod)).allMatch(it -> volumes.contains(it.getName()));
    }

    private static List<VolumeMount> mounts(PodSpec pod) {
        return Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
                .flatMap(it -> it.getVolumeMounts().stream())
                .toList();
    }

    private static final String STATE =
            """
            volumes: [{name: state, persistentVolumeClaim: {claimName: state}}, {name: key, secret: {secretName: key}}]
              volumeMounts: [{name: state, mountPath: /state}, {name: key, mountPath: /etc/key}]
              securityContext: {runAsUser: 1234, fsGroup: 1234}
              podTemplate:
                spec:
                  containers: [{name: jobmanager, env: [{name: ONLY, value: there}]}]
            """;

    @Test
    void aSearchSeesTheStorageAsTheJobManagerSeesIt() {
        // When
        PodSpec pod = submitter(cluster("Detached", STATE, ""), SEARCH);

        // Then
        Container main = pod.getContainers().get(0);
        assertMountsExist(pod);
        assertThat(main.getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/state", "/etc/key");
        assertThat(main.getEnv()).extracting(EnvVar::getName).contains("ONLY");
        assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(1234);
        assertThat(pod.getAffinity().getPodAffinity()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Detached", "Application"})
    void aCheckAndADisposalSeeTheStorageAsTheJobManagerSeesIt(String mode) {
        ValidCluster cluster = cluster(mode, STATE, "");
        for (PodSpec pod : List.of(check(cluster), disposal(cluster))) {
            assertThat(pod.getContainers().get(0).getVolumeMounts())
                    .extracting(VolumeMount::getMountPath)
                    .contains("/state", "/etc/key");
            assertThat(pod.getContainers().get(0).getEnv())
                    .extracting(EnvVar::getName)
                    .contains("ONLY");
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(1234);
            assertMountsExist(pod);
        }
    }

    @Test
    void aSubmissionThatLooksForNothingGetsTheKeysButNoClaim() {
        // When
        PodSpec pod = submitter(cluster("Detached", STATE, ""), Optional.empty());

        // Then
        assertThat(pod.getContainers().get(0).getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/etc/key")
                .doesNotContain("/state");
        assertThat(pod.getAffinity()).isNull();
    }

    @Test
    void whatTheUserSaysOfTheSubmitterWinsAndNamesThatMeanTwoThingsAreTakenApart() {
        // Given
        String ofJob =
                """
                volumes: [{name: state, emptyDir: {}}, {name: mine, emptyDir: {}}]
                  volumeMounts: [{name: state, mountPath: /tmp/work}, {name: mine, mountPath: /etc/key}]
                  securityContext: {runAsUser: 77}
                """;

        // When
        PodSpec pod = submitter(cluster("Detached", STATE, ofJob), SEARCH);

        // Then
        List<VolumeMount> mounts = pod.getContainers().get(0).getVolumeMounts();
        assertThat(mounts)
                .filteredOn(it -> it.getMountPath().equals("/etc/key"))
                .extracting(VolumeMount::getName)
                .containsExactly("mine");
        assertThat(mounts)
                .filteredOn(it -> it.getMountPath().equals("/state"))
                .extracting(VolumeMount::getName)
                .containsExactly("jm-state");
        assertThat(pod.getVolumes())
                .filteredOn(it -> it.getName().equals("jm-state"))
                .allMatch(it -> it.getPersistentVolumeClaim() != null)
                .hasSize(1);
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(77);
        assertMountsExist(pod);
    }

    @Test
    void aClaimOfTheJobManagersOwnIsMountedOnlyIfManyCan() {
        for (String mode : List.of("ReadWriteMany", "ReadWriteOnce")) {
            // Given
            String claim =
                    """
                    volumeMounts: [{name: history, mountPath: /opt/history}]
                      volumeClaimTemplates:
                        - metadata: {name: history}
                          spec: {accessModes: [%s], resources: {requests: {storage: 1Gi}}}
                    """
                            .formatted(mode);

            // When
            PodSpec pod = submitter(cluster("Detached", claim, ""), SEARCH);

            // Then
            assertMountsExist(pod);
            assertThat(pod.getVolumes())
                    .filteredOn(it -> it.getName().equals("history"))
                    .extracting(it -> it.getPersistentVolumeClaim().getClaimName())
                    .isEqualTo(
                            mode.equals("ReadWriteMany")
                                    ? List.of("history-sales-jobmanager-0")
                                    : List.of());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Detached", "Blocking", "Application"})
    void everyPodGoesThroughTheImagesEntrypointWhichTurnsOnPlugIns(String mode) {
        ValidCluster cluster = cluster(mode);
        for (PodSpec pod : List.of(check(cluster), disposal(cluster), submitter(cluster, SEARCH))) {
            assertThat(pod.getContainers().get(0).getCommand()).isEmpty();
            assertThat(pod.getContainers().get(0).getArgs()).startsWith("bash", "-c");
        }
    }

    @Test
    void aJobManagerThatIsReplacedIsStartedAgainInItsPlace() {
        // Given
        ValidCluster cluster =
                Clusters.valid(
                        """
                        image: {name: "flink:2.3.0"}
                        highAvailability: {storageDir: "s3://ha"}
                        job: {jarFile: /opt/flink/usrlib/job.jar, mode: Application}
                        """);

        // Then
        assertThat(submitter(cluster, Optional.empty()).getRestartPolicy()).isEqualTo("OnFailure");
        assertThat(check(cluster).getRestartPolicy()).isEqualTo("Never");
    }

    @Test
    void noPodHasADeadlineThatBeginsBeforeItsContainer() {
        ValidCluster cluster = cluster("Detached");
        for (HasMetadata job :
                List.of(
                        Preflight.of(cluster, null, null),
                        Disposal.of(cluster, "s3://sp/1"),
                        Jobs.of(
                                cluster,
                                cluster.job().orElseThrow(),
                                "0".repeat(32),
                                Optional.empty()))) {
            assertThat(((Job) job).getSpec().getActiveDeadlineSeconds()).isNull();
        }
    }
}
