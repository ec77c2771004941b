package io.flinkoperator.testkit;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Ways to say which pods are meant. */
public final class Pods {

    private static final String JOB_NAME = "batch.kubernetes.io/job-name";

    private Pods() {}

    public static Predicate<Pod> all() {
        return pod -> true;
    }

    public static Predicate<Pod> in(TestNamespace namespace) {
        return pod -> namespace.name().equals(pod.getMetadata().getNamespace());
    }

    public static Predicate<Pod> named(String name) {
        return pod -> name.equals(pod.getMetadata().getName());
    }

    /** The pods that a Job with this name made. */
    public static Predicate<Pod> ofJob(String name) {
        return labelled(JOB_NAME, name);
    }

    public static Predicate<Pod> labelled(String label, String value) {
        return pod -> label(pod, label).filter(value::equals).isPresent();
    }

    static Optional<String> label(Pod pod, String label) {
        return Optional.ofNullable(labels(pod).get(label));
    }

    private static Map<String, String> labels(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
    }
}
