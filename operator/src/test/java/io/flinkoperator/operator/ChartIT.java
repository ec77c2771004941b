package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
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

    private static Stream<PolicyRule> rules(HasMetadata object) {
        return object instanceof Role role
                ? role.getRules().stream()
                : object instanceof ClusterRole all ? all.getRules().stream() : Stream.empty();
    }
}
