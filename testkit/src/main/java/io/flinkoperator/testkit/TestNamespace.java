package io.flinkoperator.testkit;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A namespace of one's own on the shared control plane; deleted after the test. */
public record TestNamespace(String name) {

    /** Makes one that pods can be made in. */
    public static TestNamespace create(ControlPlane controlPlane, String name) {
        controlPlane
                .client()
                .resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
        if (controlPlane.hasControllerManager()) {
            awaitServiceAccount(controlPlane, name);
        }
        return new TestNamespace(name);
    }

    /** Until it exists, pods are refused, and controllers try again only after a while. */
    private static void awaitServiceAccount(ControlPlane controlPlane, String namespace) {
        controlPlane
                .client()
                .serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(
                        Objects::nonNull, Eventually.BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public String toString() {
        return name;
    }
}
