package io.flinkoperator.testkit;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A namespace for as long as a test or a test class runs. */
record NamespaceLease(KubernetesClient client, TestNamespace namespace) implements AutoCloseable {

    private static final int MAX_PREFIX = 40;
    private static final int SUFFIX = 8;
    private static final long SERVICE_ACCOUNT_SECONDS = 30;

    /** The name tells which test it was, for a person who looks into a log. */
    static NamespaceLease take(ControlPlane controlPlane, String testName) {
        var readable = testName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        var prefix = readable.substring(0, Math.min(MAX_PREFIX, readable.length()));
        var name = "t-%s-%s".formatted(prefix, UUID.randomUUID().toString().substring(0, SUFFIX));
        var client = controlPlane.client();
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
        if (controlPlane.hasControllerManager()) {
            awaitServiceAccount(client, name);
        }
        return new NamespaceLease(client, new TestNamespace(name));
    }

    /** Until it exists, pods are refused, and controllers try again only after a while. */
    private static void awaitServiceAccount(KubernetesClient client, String namespace) {
        client.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, SERVICE_ACCOUNT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        client.namespaces().withName(namespace.name()).delete();
    }
}
