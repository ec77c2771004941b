package io.flinkoperator.core.decide;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What must never be, and what must be in the end; the numbers are those of docs/reliability.md.
 */
final class ProofInvariants {
    /** More than any budget of faults and edits gives reason to. */
    private static final int MOST_ATTEMPTS = 12;

    /** Once a status was lost, attempts are counted from the age of the cluster in seconds. */
    private static final int RECOLLECTED = 43_200;

    private ProofInvariants() {}

    /** What a status may say after another one. */
    static void onWrite(ProofDraft world, Moment seen, JsonNode before, JsonNode after) {
        JobState from = state(before);
        JobState to = state(after);
        if (from != to && !isTrue(to, seen, before)) {
            world.violate("I19: the job is said to be " + to + ", and is not");
        }
        if (from != to && to == JobState.SUCCEEDED && wasStopped(seen, before)) {
            world.violate("I19: a job that was stopped is said to have succeeded");
        }
        if (from == JobState.SUCCEEDED && to != from && !wasAsked(seen, before, after)) {
            world.violate(
                    "I15: a job that has succeeded is started again, and nobody asked for it");
        }
        if (from != to && to == JobState.RESTARTING && seen.spec() == ProofSpecs.NEVER_RESTARTED) {
            world.violate("I15: a job is restarted whose restartPolicy is Never");
        }
        boolean isRecollected =
                from == JobState.NONE && (to == JobState.DEPLOYING || to == JobState.LOST);
        boolean isAllowed =
                from == to
                        || isRecollected
                        || leads(from, to)
                        || (to == JobState.RESTARTING && isRestart(from));
        if (!isAllowed) {
            world.violate("I20: " + from + " becomes " + to);
        }
        Set<String> lost = locations(before);
        lost.removeAll(locations(after));
        if (!lost.isEmpty()) {
            world.violate("I7: savepoint " + lost + " is no longer recorded");
        }
        request(world, before.path("savepoint"), after);
        JsonNode control = after.path("control");
        boolean claims =
                control.path("name").asText().equals(Control.SAVEPOINT)
                        && control.path("outcome").asText().equals(Savepoints.SUCCEEDED);
        if (claims && world.truth.taken() == 0) {
            world.violate("I9: a savepoint is said to be taken, and is not");
        }
        boolean isRefused =
                control.path("name").asText().equals(Control.START_EMPTY)
                        && control.path("outcome").asText().equals(Savepoints.FAILED);
        if (isRefused) {
            world.allowNoLoss();
        }
        if (attempt(after) < attempt(before) && !before.isEmpty()) {
            world.violate("I4: the number of an attempt comes again");
        }
        if (attempt(after) > MOST_ATTEMPTS && attempt(after) < RECOLLECTED) {
            world.violate("I21: the job is begun again and again");
        }
    }

    private static boolean leads(JobState from, JobState to) {
        return JobTransitions.TABLE.stream()
                .anyMatch(row -> row.from().contains(from) && row.to() == to);
    }

    /** A failure that is followed by a restart is not told by itself. */
    private static boolean isRestart(JobState from) {
        return leads(from, JobState.FAILED) || leads(from, JobState.LOST);
    }

    private static boolean isTrue(JobState state, Moment seen, JsonNode before) {
        Optional<Moment.Job> job = seen.job(before.at("/components/job/id").asText());
        return switch (state) {
            case RUNNING -> job.filter(Moment.Job::isRunning).isPresent();
            case SUCCEEDED -> job.filter(it -> it.state().equals("FINISHED")).isPresent();
            case FAILED ->
                    job.filter(it -> it.state().equals("FAILED")).isPresent()
                            || seen.things().containsKey(ProofDraft.SUBMITTER);
            case LOST, RESTARTING -> job.filter(Moment.Job::isRunning).isEmpty();
            case CANCELLED ->
                    ProofSpecs.wantsNoJob(seen.spec())
                            || seen.deleted() >= 0
                            || isSaid(seen, before)
                            || job.filter(it -> it.state().equals("CANCELED")).isPresent();
            case SUSPENDED -> seen.spec() == ProofSpecs.SUSPENDED;
            case UPDATING -> !ProofSpecs.wantsNoJob(seen.spec());
            default -> true;
        };
    }

    private static boolean wasStopped(Moment seen, JsonNode before) {
        return seen.job(before.at("/components/job/id").asText()).stream()
                .flatMap(job -> job.triggers().values().stream())
                .anyMatch(it -> it.stops() && it.state().equals("COMPLETED"));
    }

    private static boolean wasAsked(Moment seen, JsonNode before, JsonNode after) {
        return isSaid(seen, before)
                || !before.at("/revision/currentRevision")
                        .equals(after.at("/revision/nextRevision"));
    }

    private static boolean isSaid(Moment seen, JsonNode before) {
        return !seen.word().isEmpty()
                || before.at("/control/state").asText().equals(Savepoints.IN_PROGRESS);
    }

    /** Another request takes the place of one only when Flink has answered that. */
    private static void request(ProofDraft world, JsonNode was, JsonNode after) {
        String id = was.path("triggerID").asText();
        boolean isReplaced =
                was.path("state").asText().equals(Savepoints.IN_PROGRESS)
                        && !id.equals(after.at("/savepoint/triggerID").asText());
        if (!isReplaced) {
            return;
        }
        boolean isAwaited =
                world.jobs.stream()
                        .filter(job -> job.id().equals(was.path("jobID").asText()))
                        .filter(Moment.Job::isRunning)
                        .anyMatch(job -> !isAnswered(job.triggers().get(id), after));
        if (isAwaited) {
            world.violate("I11: a request for a savepoint is dropped");
        }
    }

    private static boolean isAnswered(Moment.Trigger trigger, JsonNode after) {
        return trigger != null
                && (trigger.state().equals("FAILED") || locations(after).contains(trigger.path()));
    }

    private static JobState state(JsonNode status) {
        return JobState.of(status.at("/components/job/state").textValue());
    }

    private static int attempt(JsonNode status) {
        return status.at("/components/job/attempt").asInt();
    }

    private static Set<String> locations(JsonNode status) {
        Set<String> locations = new HashSet<>();
        status.path("savepoints").forEach(it -> locations.add(it.path("location").asText()));
        return locations;
    }

    /** I21: why a moment after which nothing happens any more is not as it should be. */
    static Optional<String> unsettled(Moment moment) {
        JsonNode status = ProofOperator.status(moment.status());
        JobState state = state(status);
        String id = status.at("/components/job/id").asText();
        if (moment.gone()) {
            return Optional.empty();
        }
        if (moment.deleted() >= 0) {
            return Optional.of("it is never gone");
        }
        if (!moment.word().isEmpty()) {
            return Optional.of("the word stays");
        }
        boolean stray =
                moment.jobs().stream()
                        .filter(Moment.Job::isRunning)
                        .anyMatch(job -> state != JobState.RUNNING || !job.id().equals(id));
        if (stray) {
            return Optional.of("a job runs that nobody knows of");
        }
        boolean wantsNone = ProofSpecs.wantsNoJob(moment.spec());
        return switch (state) {
            case NONE, PENDING, DEPLOYING, UPDATING, RESTARTING ->
                    moment.spec() == ProofSpecs.STUCK && !hasProvenRevision(status)
                            ? Optional.empty()
                            : Optional.of("the job stays " + state.word());
            case RUNNING -> running(moment, status, id, wantsNone);
            case SUSPENDED ->
                    moment.spec() == ProofSpecs.SUSPENDED
                            ? Optional.empty()
                            : Optional.of("the job is not resumed");
            case FAILED, LOST ->
                    wantsNone || moment.spec() == ProofSpecs.NEVER_RESTARTED || isExplained(status)
                            ? Optional.empty()
                            : Optional.of("the job stays " + state.word() + " for no reason");
            case SUCCEEDED, CANCELLED ->
                    wantsNone || isOfThisSpec(status)
                            ? Optional.empty()
                            : Optional.of("the changed spec is not run");
        };
    }

    private static Optional<String> running(
            Moment moment, JsonNode status, String id, boolean wantsNone) {
        if (moment.job(id).filter(Moment.Job::isRunning).isEmpty()) {
            return Optional.of("the job is said to run, and does not");
        }
        if (wantsNone) {
            return Optional.of("the job runs on");
        }
        return isOfThisSpec(status) ? Optional.empty() : Optional.of("the changed spec is not run");
    }

    private static boolean isOfThisSpec(JsonNode status) {
        JsonNode revision = status.path("revision");
        return revision.path("currentRevision").equals(revision.path("nextRevision"))
                || is(status, StatusConditions.UPGRADE_BLOCKED, "True");
    }

    /** One to go back to. */
    private static boolean hasProvenRevision(JsonNode status) {
        return status.at("/revision/stableRevision").isTextual();
    }

    private static boolean isExplained(JsonNode status) {
        return is(status, StatusConditions.STATE_SAFE, "False")
                || is(status, StatusConditions.UPGRADE_BLOCKED, "True");
    }

    private static boolean is(JsonNode status, String type, String value) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText().equals(value);
            }
        }
        return false;
    }
}
