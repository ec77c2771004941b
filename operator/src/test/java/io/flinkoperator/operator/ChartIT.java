package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.flinkoperator.testkit.ControlPlane;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart makes of its values. */
class ChartIT {
    private static final String KUBERNETES = "1.33.0";
    private static final String A_LIST = "--set=watchNamespaces={shop,lab}";

    private final KubernetesClient client = new KubernetesClientBuilder().build();

    @AfterEach
    void end() {
        client.close();
    }

    @Test
    void lintFindsNothing() {
        Chart.Outcome outcome = Chart.helm("lint", List.of("--strict"));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "replica=2, additional properties 'replica' not allowed",
        "log.level=LOUD, /log/level",
        "replicas=-1, /replicas",
        "watchNamespaces={Shop}, /watchNamespaces/0"
    })
    void aValueThatCannotBeIsRefused(String setting, String message) {
        Chart.Outcome outcome =
                Chart.helm("template", List.of("--kube-version=" + KUBERNETES, "--set=" + setting));

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.output()).contains(message);
    }

    @Test
    void theFleetPageIsServedOnlyIfThatIsAskedFor() {
        String delegator = "system:auth-delegator";
        assertThat(roles(List.of())).doesNotContain(delegator);
        assertThat(ports(List.of())).containsExactly(8080);

        List<String> on = List.of("--set=fleetPage.create=true");
        assertThat(roles(on)).contains(delegator);
        assertThat(ports(on)).containsExactly(8080, 8081);
    }

    /** Cluster roles that somebody is bound to. */
    private List<String> roles(List<String> settings) {
        return Chart.objects(client, KUBERNETES, settings).stream()
                .filter(ClusterRoleBinding.class::isInstance)
                .map(it -> ((ClusterRoleBinding) it).getRoleRef().getName())
                .toList();
    }

    private List<Integer> ports(List<String> settings) {
        return deployment(settings)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getPorts()
                .stream()
                .map(ContainerPort::getContainerPort)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1"})
    void oneOfSeveralOperatorsStaysWhenANodeIsDrained(int replicas, int budgets) {
        List<HasMetadata> objects =
                Chart.objects(client, KUBERNETES, List.of("--set=replicas=" + replicas));

        assertThat(objects.stream().filter(PodDisruptionBudget.class::isInstance)).hasSize(budgets);
    }

    @Test
    void withAListOfNamespacesNoRightIsOneForAllOfThem() {
        List<HasMetadata> objects = Chart.objects(client, KUBERNETES, List.of(A_LIST));

        assertThat(objects).noneMatch(it -> it.getKind().startsWith("ClusterRole"));
        assertThat(objects.stream().filter(Role.class::isInstance))
                .extracting(it -> it.getMetadata().getNamespace())
                .contains("shop", "lab");
    }

    @ParameterizedTest
    @ValueSource(strings = {A_LIST, "--set=watchNamespaces=null"})
    void noRightIsAWildcardOrLeadsToMoreRights(String setting) {
        List<HasMetadata> objects = Chart.objects(client, KUBERNETES, List.of(setting));

        assertThat(objects.stream().flatMap(ChartIT::rules).toList())
                .isNotEmpty()
                .allSatisfy(
                        rule -> {
                            assertThat(rule.getVerbs())
                                    .doesNotContain("*", "escalate", "bind", "impersonate");
                            assertThat(rule.getApiGroups()).doesNotContain("*");
                            assertThat(rule.getResources())
                                    .doesNotContain("*", "secrets", "pods/exec")
                                    .doesNotContain("serviceaccounts/token")
                                    .noneMatch(it -> it.contains("webhook"));
                        });
    }

    @Test
    void theOperatorsPodIsTakenWherePodSecurityIsRestricted() {
        // Given
        PodTemplateSpec template = deployment(List.of()).getSpec().getTemplate();
        try (ControlPlane plane = ControlPlane.startWithoutControllerManager()) {
            plane.client()
                    .resource(
                            new NamespaceBuilder()
                                    .withNewMetadata()
                                    .withName("strict")
                                    .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                                    .endMetadata()
                                    .build())
                    .create();

            // When
            Pod pod = plane.client().resource(pod(template)).inNamespace("strict").create();

            // Then
            assertThat(pod.getMetadata().getUid()).isNotBlank();

            // And: it is asked at all.
            template.getSpec().getContainers().get(0).setSecurityContext(null);
            assertThatThrownBy(
                            () ->
                                    plane.client()
                                            .resource(pod(template))
                                            .inNamespace("strict")
                                            .create())
                    .hasMessageContaining("violates PodSecurity");
        }
    }

    private static Pod pod(PodTemplateSpec template) {
        return new PodBuilder()
                .withMetadata(new ObjectMetaBuilder().withGenerateName("operator-").build())
                .withSpec(template.getSpec())
                .build();
    }

    @Test
    void theOperatorWritesNowhereButIntoABoundedFolderAndItsTokenDoesNotLiveLong() {
        PodSpec pod = deployment(List.of()).getSpec().getTemplate().getSpec();

        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getContainers())
                .allMatch(it -> it.getSecurityContext().getReadOnlyRootFilesystem());
        assertThat(pod.getVolumes())
                .extracting(Volume::getEmptyDir)
                .filteredOn(java.util.Objects::nonNull)
                .extracting(EmptyDirVolumeSource::getSizeLimit)
                .containsExactly(new Quantity("64Mi"));
        assertThat(pod.getVolumes())
                .extracting(Volume::getProjected)
                .filteredOn(java.util.Objects::nonNull)
                .flatExtracting(ProjectedVolumeSource::getSources)
                .extracting(VolumeProjection::getServiceAccountToken)
                .filteredOn(java.util.Objects::nonNull)
                .extracting(ServiceAccountTokenProjection::getExpirationSeconds)
                .containsExactly(3600L);
    }

    @Test
    void theOperatorReachesNoMoreThanItNeeds() {
        assertThat(kinds(List.of())).contains("NetworkPolicy");
        assertThat(kinds(List.of("--set=networkPolicy.create=false")))
                .doesNotContain("NetworkPolicy");
        NetworkPolicy policy =
                only(
                        NetworkPolicy.class,
                        List.of(
                                "--set=networkPolicy.metricsFrom[0].podSelector.matchLabels.app=p"));

        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getSpec().getIngress())
                .singleElement()
                .satisfies(it -> assertThat(it.getFrom()).hasSize(1));
        assertThat(policy.getSpec().getEgress())
                .allMatch(it -> !it.getPorts().isEmpty() || !it.getTo().isEmpty());
        assertThat(policy.getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(deployment(List.of()).getSpec().getSelector().getMatchLabels());
    }

    @Test
    void monitoringIsMadeIfItIsWanted() {
        assertThat(kinds(List.of()))
                .doesNotContain("PodMonitor", "PrometheusRule")
                .containsOnlyOnce("ConfigMap");
        assertThat(
                        kinds(
                                List.of(
                                        "--set=monitoring.operator=true,monitoring.clusters=true",
                                        "--set=monitoring.alerts=true,monitoring.dashboards=true",
                                        "--set=monitoring.labels.release=prometheus")))
                .filteredOn(it -> Set.of("PodMonitor", "PrometheusRule", "ConfigMap").contains(it))
                .hasSize(7);
    }

    @Test
    void usersMayNotWriteWhatIsTheOperators() {
        List<PolicyRule> edit =
                Chart.objects(client, KUBERNETES, List.of()).stream()
                        .filter(it -> it.getMetadata().getName().endsWith("-edit"))
                        .flatMap(ChartIT::rules)
                        .toList();

        assertThat(edit)
                .isNotEmpty()
                .flatExtracting(PolicyRule::getResources)
                .containsOnly("flinkclusters", "flinkclusters/scale");
    }

    @Test
    void theOperatorsContainerIsBoundedAndWatched() {
        assertThat(deployment(List.of()).getSpec().getTemplate().getSpec().getContainers())
                .allSatisfy(
                        it -> {
                            assertThat(it.getResources().getLimits()).containsKey("memory");
                            assertThat(it.getResources().getRequests())
                                    .containsKeys("cpu", "memory");
                            assertThat(it.getReadinessProbe().getHttpGet().getPath())
                                    .isEqualTo("/readyz");
                            assertThat(it.getLivenessProbe().getHttpGet().getPath())
                                    .isEqualTo("/healthz");
                        });
    }

    private List<String> kinds(List<String> settings) {
        return Chart.objects(client, KUBERNETES, settings).stream()
                .map(HasMetadata::getKind)
                .toList();
    }

    private Deployment deployment(List<String> settings) {
        return only(Deployment.class, settings);
    }

    private <T> T only(Class<T> kind, List<String> settings) {
        return Chart.objects(client, KUBERNETES, settings).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Stream<PolicyRule> rules(HasMetadata object) {
        return object instanceof Role role
                ? role.getRules().stream()
                : object instanceof ClusterRole all ? all.getRules().stream() : Stream.empty();
    }
}
