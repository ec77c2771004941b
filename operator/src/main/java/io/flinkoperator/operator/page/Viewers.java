package io.flinkoperator.operator.page;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Who sees what: the API server is asked each time, nothing is remembered. */
record Viewers(KubernetesClient client) {
    /** Whose token this is; empty if the API server does not know it. */
    Optional<UserInfo> owner(String token) {
        TokenReview review =
                client.tokenReviews()
                        .create(
                                new TokenReviewBuilder()
                                        .withNewSpec()
                                        .withToken(token)
                                        .endSpec()
                                        .build());
        return Optional.of(review.getStatus())
                .filter(status -> Boolean.TRUE.equals(status.getAuthenticated()))
                .map(status -> status.getUser());
    }

    /** The namespaces in which somebody may list FlinkClusters. */
    Predicate<String> namespacesOf(UserInfo user) {
        if (mayList(user, null)) {
            return any -> true;
        }
        Map<String, Boolean> asked = new HashMap<>();
        return namespace -> asked.computeIfAbsent(namespace, it -> mayList(user, it));
    }

    private boolean mayList(UserInfo user, String namespace) {
        SubjectAccessReview question =
                new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(user.getUsername())
                        .withUid(user.getUid())
                        .withGroups(user.getGroups())
                        .withExtra(user.getExtra())
                        .withNewResourceAttributes()
                        .withGroup("flinkoperator.k8s.io")
                        .withResource("flinkclusters")
                        .withVerb("list")
                        .withNamespace(namespace)
                        .endResourceAttributes()
                        .endSpec()
                        .build();
        return client.authorization()
                .v1()
                .subjectAccessReview()
                .create(question)
                .getStatus()
                .getAllowed();
    }
}
