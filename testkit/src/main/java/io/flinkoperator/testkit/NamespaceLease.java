package io.flinkoperator.testkit;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;
import java.util.UUID;

/** A namespace for as long as a test or a test class runs. */
record NamespaceLease(KubernetesClient client, TestNamespace namespace) implements AutoCloseable {

    private static final int MAX_PREFIX = 40;
    private static final int SUFFIX = 8;

    /** The name tells which test it was, for a person who looks into a log. */
    static NamespaceLease take(ControlPlane controlPlane, String testName) {
        var readable = testName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        var prefix = readable.substring(0, Math.min(MAX_PREFIX, readable.length()));
        var name = "t-%s-%s".formatted(prefix, UUID.randomUUID().toString().substring(0, SUFFIX));
        return new NamespaceLease(controlPlane.client(), TestNamespace.create(controlPlane, name));
    }

    @Override
    public void close() {
        client.namespaces().withName(namespace.name()).delete();
    }
}
