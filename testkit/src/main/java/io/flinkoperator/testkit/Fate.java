package io.flinkoperator.testkit;

/** What becomes of a pod on a {@link NodeStandIn}. */
public sealed interface Fate {

    /** All containers run and are ready; what every pod gets unless told otherwise. */
    record Running() implements Fate {}

    /** The pod gets no node and stays Pending, as if the cluster were full. */
    record Held() implements Fate {}

    /** The pod has a node, but its containers wait for the given reason. */
    record Waiting(String reason, String message) implements Fate {}

    /**
     * The containers end. As its restart policy asks, the pod is over, or its containers wait to be
     * started again.
     */
    record Finished(int exitCode, String reason, String message) implements Fate {}

    /**
     * One container ends, and the others stay, as an injected proxy does: the pod goes on to run.
     */
    record FinishedBeside(String container, Finished how) implements Fate {}

    /** The container of a name ends well, and the others stay. */
    static Fate completed(String container) {
        return new FinishedBeside(container, new Finished(0, "Completed", ""));
    }

    /** The container of a name ends with an error, and the others stay. */
    static Fate failed(String container, int exitCode, String message) {
        return new FinishedBeside(container, new Finished(exitCode, "Error", message));
    }

    static Fate running() {
        return new Running();
    }

    static Fate held() {
        return new Held();
    }

    static Fate waiting(String reason) {
        return new Waiting(reason, reason + " as the test asked");
    }

    static Fate imagePullBackOff() {
        return waiting("ImagePullBackOff");
    }

    static Fate completed() {
        return new Finished(0, "Completed", "");
    }

    /** The containers end with an error, and the message stands in their termination log. */
    static Fate failed(int exitCode, String message) {
        return new Finished(exitCode, "Error", message);
    }

    static Fate outOfMemory() {
        return new Finished(137, "OOMKilled", "");
    }
}
