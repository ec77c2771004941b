package io.flinkoperator.api;

/** What a change of a field does to what runs. */
public enum Effect {
    /** Nothing: it matters later. */
    NOTHING("Changing it touches nothing that runs."),
    /** Objects are changed, pods are not. */
    IN_PLACE("Changing it touches no pod."),
    /** Pods are added or removed. */
    RESCALE("Changing it adds or removes pods; the others run on."),
    /** The job is stopped, or started again. */
    STOP("Changing it stops the job or starts it again."),
    /** The job is started again from another state. */
    RESTORE("A new value restarts the job from there; removing it touches nothing that runs."),
    /** The pods are replaced, and with them a running job. */
    RESTART("");

    private final String sentence;

    Effect(String sentence) {
        this.sentence = sentence;
    }

    /** What documentation says of it; nothing of what is usual. */
    public String sentence() {
        return sentence;
    }
}
