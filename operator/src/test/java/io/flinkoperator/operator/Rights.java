package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.flinkoperator.testkit.ControlPlane;
import java.util.List;
import java.util.stream.Stream;

/** The rights that the chart gives to the operator, and no others. */
final class Rights {
    private static final String NAME = "test-flink-operator";
    private static List<PolicyRule> shipped;

    private Rights() {}

    /** What the chart gives: that of the clusters, and that of the lease. */
    static synchronized List<PolicyRule> shipped() {
        if (shipped == null) {
            try (KubernetesClient reader = new KubernetesClientBuilder().build()) {
                shipped =
                        Chart.objects(reader, "1.33.0", List.of()).stream()
                                .flatMap(
                                        object ->
                                                object instanceof Role role
                                                        ? role.getRules().stream()
                                                        : object instanceof ClusterRole all
                                                                        && isOfOperator(all)
                                                                ? all.getRules().stream()
                                                                : Stream.empty())
                                .toList();
            }
        }
        return shipped;
    }

    /** The others are for users. */
    private static boolean isOfOperator(ClusterRole role) {
        return role.getMetadata().getName().equals(NAME);
    }

    /** Gives them in a namespace; returns when they count. */
    static void grant(KubernetesClient admin, String namespace) {
        admin.resource(
                        new RoleBuilder()
                                .withNewMetadata()
                                .withName(NAME)
                                .withNamespace(namespace)
                                .endMetadata()
                                .withRules(shipped())
                                .build())
                .serverSideApply();
        admin.resource(
                        new RoleBindingBuilder()
                                .withNewMetadata()
                                .withName(NAME)
                                .withNamespace(namespace)
                                .endMetadata()
                                .withNewRoleRef("rbac.authorization.k8s.io", "Role", NAME)
                                .addNewSubject(
                                        "rbac.authorization.k8s.io",
                                        "User",
                                        ControlPlane.OPERATOR,
                                        null)
                                .build())
                .serverSideApply();
        World.eventually(() -> assertThat(mayList(admin, namespace)).isTrue());
    }

    private static boolean mayList(KubernetesClient admin, String namespace) {
        return admin.authorization()
                .v1()
                .subjectAccessReview()
                .create(
                        new SubjectAccessReviewBuilder()
                                .withNewSpec()
                                .withUser(ControlPlane.OPERATOR)
                                .withNewResourceAttributes()
                                .withGroup("flinkoperator.k8s.io")
                                .withResource("flinkclusters")
                                .withVerb("list")
                                .withNamespace(namespace)
                                .endResourceAttributes()
                                .endSpec()
                                .build())
                .getStatus()
                .getAllowed();
    }
}
