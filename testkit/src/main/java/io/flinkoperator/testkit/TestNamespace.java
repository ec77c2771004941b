package io.flinkoperator.testkit;

/** A namespace of one's own on the shared control plane; deleted after the test. */
public record TestNamespace(String name) {

    @Override
    public String toString() {
        return name;
    }
}
