package io.flinkoperator.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinkoperator.api.ControlStatus;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.decide.Control;
import io.flinkoperator.core.decide.JobState;
import io.flinkoperator.kubectl.text.Portrait;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a user wants of a cluster, from its being written to its being done.
 *
 * @param shell What is around.
 * @param kubernetes Where the cluster is.
 * @param name Its name.
 */
record Request(Shell shell, Kubernetes kubernetes, String name) {

    /** The cluster, which must have a job of its own. */
    Portrait jobCluster() {
        Portrait portrait = Portrait.of(kubernetes.cluster(name));
        if (!portrait.isJobCluster()) {
            throw Failure.of(
                    "'" + name + "' is a session cluster: it has no job of its own to control.");
        }
        return portrait;
    }

    /** Writes a word for the operator, which takes it away when it has acted on it. */
    void say(String word) {
        annotation(Control.ANNOTATION)
                .filter(there -> !there.equals(word) && !word.equals(Control.ABORT))
                .ifPresent(
                        there -> {
                            throw Failure.of(
                                    "'"
                                            + there
                                            + "' was asked for and is not done yet; wait for it, or"
                                            + " end it with kubectl flink abort "
                                            + name
                                            + ".");
                        });
        annotate(Control.ANNOTATION, word);
    }

    void annotate(String key, String value) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.withObject("/metadata").withObject("/annotations").put(key, value);
        kubernetes.merge(name, patch);
    }

    /** Changes a field of the spec; a path of names, such as /spec/suspend. */
    void set(String pointer, JsonNode value) {
        int last = pointer.lastIndexOf('/');
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.withObject(pointer.substring(0, last)).set(pointer.substring(last + 1), value);
        kubernetes.merge(name, patch);
    }

    /** Waits until the operator has acted on a word; it fails if that has failed. */
    Portrait awaitWord(String word, Duration time) {
        Progress progress = new Progress(shell);
        Portrait portrait =
                await(
                        "'" + word + "' to be done",
                        time,
                        seen -> {
                            progress.show(seen);
                            return annotation(seen.cluster(), Control.ANNOTATION).isEmpty()
                                    && control(seen).filter(it -> isDone(it, word)).isPresent();
                        });
        control(portrait)
                .filter(it -> !"Succeeded".equals(it.state()))
                .ifPresent(
                        it -> {
                            throw Failure.of(
                                    "'" + word + "' of '" + name + "' failed: " + it.message());
                        });
        return portrait;
    }

    private static boolean isDone(ControlStatus control, String word) {
        return word.equals(control.name()) && !"InProgress".equals(control.state());
    }

    /** Waits until the job is in a state. */
    Portrait awaitState(JobState state, Duration time) {
        Progress progress = new Progress(shell);
        return await(
                "the job to be " + state.word(),
                time,
                seen -> {
                    progress.show(seen);
                    return seen.jobState() == state && seen.status().operation() == null;
                });
    }

    /** Waits until a cluster is as wanted. */
    Portrait await(String what, Duration time, Predicate<Portrait> wanted) {
        return kubernetes
                .await(name, seen -> wanted.test(Portrait.of(seen)), time)
                .map(Portrait::of)
                .orElseThrow(
                        () ->
                                Failure.of(
                                        "Waited "
                                                + time.toSeconds()
                                                + " s in vain for "
                                                + what
                                                + "; kubectl flink doctor "
                                                + name
                                                + " may tell why."));
    }

    private static Optional<ControlStatus> control(Portrait portrait) {
        return Optional.ofNullable(portrait.status().control());
    }

    Optional<String> annotation(String key) {
        return annotation(kubernetes.cluster(name), key);
    }

    static Optional<String> annotation(FlinkCluster cluster, String key) {
        return Optional.ofNullable(cluster.getMetadata().getAnnotations()).map(all -> all.get(key));
    }
}
