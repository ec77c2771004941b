package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
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
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static List<HasMetadata> roles;

    private Rights() {}

    /** What the chart gives: that of the clusters, and that of the lease. */
    static List<PolicyRule> shipped() {
        return Stream.concat(rules(ClusterRole.class), rules(Role.class)).toList();
    }

    private static Stream<PolicyRule> rules(Class<? extends HasMetadata> kind) {
        return roles().stream()
                .filter(kind::isInstance)
                .flatMap(
                        role ->
                                role instanceof ClusterRole all
                                        ? all.getRules().stream()
                                        : ((Role) role).getRules().stream());
    }

    /** The operator's roles; the others are for users. */
    private static synchronized List<HasMetadata> roles() {
        if (roles == null) {
            try (KubernetesClient reader = new KubernetesClientBuilder().build()) {
                roles =
                        Chart.objects(reader, "1.33.0", List.of()).stream()
                                .filter(it -> it instanceof ClusterRole || it instanceof Role)
                                .filter(it -> it.getMetadata().getName().startsWith(NAME))
                                .filter(it -> !it.getMetadata().getName().matches(".*-(edit|view)"))
                                .toList();
            }
        }
        return roles;
    }

    /** Gives them to an operator whose lease is in a namespace; returns when they count. */
    static void grant(KubernetesClient admin, String namespace) {
        apply(
                admin,
                new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .endMetadata()
                        .withRules(rules(ClusterRole.class).toList())
                        .build(),
                new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .endMetadata()
                        .withNewRoleRef(GROUP, "ClusterRole", NAME)
                        .addNewSubject(GROUP, "User", ControlPlane.OPERATOR, null)
                        .build(),
                new RoleBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withRules(rules(Role.class).toList())
                        .build(),
                new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewRoleRef(GROUP, "Role", NAME)
                        .addNewSubject(GROUP, "User", ControlPlane.OPERATOR, null)
                        .build());
        World.eventually(() -> assertThat(mayUse(admin, namespace)).isTrue());
    }

    private static void apply(KubernetesClient admin, HasMetadata... objects) {
        for (HasMetadata object : objects) {
            admin.resource(object).forceConflicts().serverSideApply();
        }
    }

    /** The last right that was given. */
    private static boolean mayUse(KubernetesClient admin, String namespace) {
        return admin.authorization()
                .v1()
                .subjectAccessReview()
                .create(
                        new SubjectAccessReviewBuilder()
                                .withNewSpec()
                                .withUser(ControlPlane.OPERATOR)
                                .withNewResourceAttributes()
                                .withGroup("coordination.k8s.io")
                                .withResource("leases")
                                .withVerb("get")
                                .withNamespace(namespace)
                                .endResourceAttributes()
                                .endSpec()
                                .build())
                .getStatus()
                .getAllowed();
    }
}
