package io.flinkoperator.core.decide;

import io.flinkoperator.api.ControlStatus;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.spec.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A word of a user in the annotation, from its being read to its being removed. It counts as
 * finished only when the annotation is gone, so that the same word can be written again.
 *
 * @param recorded What was recorded.
 * @param word What the annotation says now.
 * @param now The time of looking.
 */
public record Control(Optional<ControlStatus> recorded, Optional<String> word, Instant now) {
    /** Annotation that holds the word. */
    public static final String ANNOTATION = "flinkclusters.flinkoperator.k8s.io/user-control";

    /** Annotation that names the revision to go back to. */
    public static final String ROLL_BACK_TO = "flinkclusters.flinkoperator.k8s.io/rollback-to";

    /** Word that asks for a savepoint. */
    public static final String SAVEPOINT = "savepoint";

    /** Word that stops the job. */
    public static final String CANCEL = "job-cancel";

    /** Word that starts a job again that is over. */
    public static final String RESUME = "job-resume";

    /** Word that ends the operation under way. */
    public static final String ABORT = "abort";

    static final String RETRY = "retry-update";
    static final String START_EMPTY = "start-without-state";
    private static final List<String> WORDS =
            List.of(SAVEPOINT, CANCEL, RESUME, ABORT, RETRY, START_EMPTY);

    static Control of(ControlStatus recorded, Observation seen) {
        var annotations = seen.cluster().getMetadata().getAnnotations();
        return new Control(
                Optional.ofNullable(recorded),
                Optional.ofNullable(annotations).map(all -> all.get(ANNOTATION)),
                seen.now());
    }

    /** The word that is to be acted on; empty if there is none. */
    Optional<String> active() {
        return underWay()
                ? recorded.filter(it -> it.outcome() == null).map(ControlStatus::name)
                : word;
    }

    boolean wants(String name) {
        return active().filter(name::equals).isPresent();
    }

    /** When it was first read. */
    Instant since() {
        return underWay()
                ? recorded.map(ControlStatus::updateTime).flatMap(Status::time).orElse(now)
                : now;
    }

    /** Whether a word is being acted on, or taken away. */
    boolean underWay() {
        return !interrupts()
                && recorded.filter(it -> Savepoints.IN_PROGRESS.equals(it.state())).isPresent();
    }

    /** Whether the active word is still what the annotation says. */
    boolean isThere() {
        return word.isPresent() && word.equals(active());
    }

    /** What is to end another word does not wait for its end. */
    private boolean interrupts() {
        return word.filter(ABORT::equals).isPresent()
                && recorded.filter(it -> it.outcome() == null)
                        .filter(it -> !ABORT.equals(it.name()))
                        .isPresent();
    }

    /** Why a word cannot be acted on at all. */
    static Optional<String> refusal(String word, boolean isJobCluster) {
        if (!WORDS.contains(word)) {
            return Optional.of(Problem.quoted(word) + " is not one of " + String.join(", ", WORDS));
        }
        return isJobCluster
                ? Optional.empty()
                : Optional.of("a session cluster has no job of its own to control");
    }

    /**
     * What is recorded next.
     *
     * @param outcome How the active word ended: empty while it goes on, a blank text for success,
     *     else why it failed.
     */
    ControlStatus next(Optional<String> outcome) {
        String time = Status.text(now);
        if (active().isPresent()) {
            String since = Status.text(since());
            return outcome.map(
                            message ->
                                    new ControlStatus(
                                            active().get(),
                                            Savepoints.IN_PROGRESS,
                                            message.isBlank()
                                                    ? Savepoints.SUCCEEDED
                                                    : Savepoints.FAILED,
                                            message.isBlank() ? null : message,
                                            since))
                    .orElseGet(
                            () ->
                                    new ControlStatus(
                                            active().get(),
                                            Savepoints.IN_PROGRESS,
                                            null,
                                            null,
                                            since));
        }
        return recorded.map(
                        it ->
                                underWay() && word.filter(name(it)::equals).isEmpty()
                                        ? new ControlStatus(
                                                it.name(), it.outcome(), null, it.message(), time)
                                        : it)
                .orElse(null);
    }

    /** A blank word is not written into a status. */
    private static String name(ControlStatus control) {
        return control.name() == null ? "" : control.name();
    }

    /** Takes the word away when it has been acted on. */
    Optional<Action> removal(ControlStatus next) {
        return word.filter(text -> next != null && next.outcome() != null)
                .filter(text -> text.equals(name(next)))
                .map(text -> new Action.RemoveAnnotation(ANNOTATION, text));
    }
}
