package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.Jobs;
import io.flinkoperator.core.resources.Names;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A Kubernetes Job whose pod does one thing: it brings the Flink job in (the submitter, or in mode
 * Application the JobManager itself), checks a revision, or deletes a savepoint. Flink's own
 * container decides how far it is; containers beside it may stay as long as they like.
 *
 * @param state How far it is.
 * @param begun When Flink's container started; empty unless it runs.
 * @param end How it ended; empty before.
 * @param lingers Whether it has ended, and a container of its pod still runs.
 */
record Submitter(State state, Optional<Instant> begun, Optional<End> end, boolean lingers) {

    enum State {
        NONE,
        /** It belongs to another Flink job id, or it or its pod is on its way out. */
        STALE,
        /** Its container has never started. */
        STARTING,
        ACTIVE,
        SUCCEEDED,
        FAILED,
        /** It could not look for the state to start from, and brought nothing in. */
        UNSEARCHED
    }

    /**
     * How it ended.
     *
     * @param time When; empty if unknown.
     * @param failure Why it failed; empty unless it did.
     * @param isOfSearch Whether it could not look for state, and did nothing after that.
     */
    record End(Optional<Instant> time, Optional<String> failure, boolean isOfSearch) {}

    private static final Submitter ABSENT = unfinished(State.NONE, Optional.empty());
    private static final Submitter LEAVING = unfinished(State.STALE, Optional.empty());

    private static Submitter unfinished(State state, Optional<Instant> begun) {
        return new Submitter(state, begun, Optional.empty(), false);
    }

    Optional<Instant> endTime() {
        return end.flatMap(End::time);
    }

    Optional<String> failure() {
        return end.flatMap(End::failure);
    }

    boolean couldNotSearch() {
        return end.filter(End::isOfSearch).isPresent();
    }

    /** How it stands with a Kubernetes Job that has a bounded time from its container's start. */
    static Submitter bounded(Observation seen, Optional<Job> observed, String jobId) {
        Submitter it = of(seen, observed, jobId);
        return it.begun()
                .map(start -> start.plusSeconds(Jobs.DEADLINE_SECONDS))
                .filter(deadline -> deadline.isBefore(seen.now()))
                .map(deadline -> it.ended(deadline))
                .orElse(it);
    }

    private Submitter ended(Instant deadline) {
        String why =
                "it did not end within "
                        + Jobs.DEADLINE_SECONDS
                        + " s of the start of its container";
        End late = new End(Optional.of(deadline), Optional.of(why), false);
        return new Submitter(State.FAILED, begun, Optional.of(late), true);
    }

    static Submitter of(Observation seen, Optional<Job> observed, String jobId) {
        if (observed.isEmpty()) {
            boolean anyPod =
                    seen.pods().stream()
                            .anyMatch(
                                    pod ->
                                            jobId.equals(Components.label(pod, Names.JOB_ID))
                                                    || mayStillSubmit(seen, pod));
            return anyPod ? LEAVING : ABSENT;
        }
        Job job = observed.get();
        boolean stale =
                !jobId.equals(Components.label(job, Names.JOB_ID))
                        || job.getMetadata().getDeletionTimestamp() != null;
        if (stale) {
            return LEAVING;
        }
        List<Pod> pods =
                seen.pods().stream()
                        .filter(pod -> jobId.equals(Components.label(pod, Names.JOB_ID)))
                        .filter(pod -> isOf(pod, job))
                        .toList();
        return of(job, pods);
    }

    /** A submitter that was deleted while it ran brings its job in until its container ends. */
    private static boolean mayStillSubmit(Observation seen, Pod pod) {
        String id = Components.label(pod, Names.JOB_ID);
        boolean runs =
                main(pod, Jobs.MAIN)
                        .map(ContainerStatus::getState)
                        .map(ContainerState::getRunning)
                        .isPresent();
        return runs
                && id != null
                && !Components.isAside(pod)
                && seen.owned().stream()
                        .filter(Job.class::isInstance)
                        .noneMatch(job -> id.equals(Components.label(job, Names.JOB_ID)));
    }

    /** A Job that was deleted and made again may have a pod left. */
    private static boolean isOf(Pod pod, Job job) {
        String uid = job.getMetadata().getUid();
        var owners = pod.getMetadata().getOwnerReferences();
        return uid == null
                || owners.isEmpty()
                || owners.stream().anyMatch(owner -> uid.equals(owner.getUid()));
    }

    private static Submitter of(Job job, List<Pod> pods) {
        boolean isJobManager = Names.JOB_MANAGER.equals(Components.label(job, Names.COMPONENT));
        String name = isJobManager ? Names.JOB_MANAGER : Jobs.MAIN;
        List<ContainerStatus> mains = pods.stream().flatMap(p -> main(p, name).stream()).toList();
        Optional<End> end = end(job, pods, mains);
        if (end.isPresent()) {
            State state = end.get().failure().isEmpty() ? State.SUCCEEDED : State.FAILED;
            return new Submitter(
                    state, Optional.empty(), end, pods.stream().anyMatch(PodEnd::anyRuns));
        }
        boolean hasStarted = mains.stream().anyMatch(Submitter::hasStarted);
        Optional<Instant> begun =
                mains.stream()
                        .map(ContainerStatus::getState)
                        .filter(state -> state != null && state.getRunning() != null)
                        .map(ContainerState::getRunning)
                        .map(ContainerStateRunning::getStartedAt)
                        .flatMap(time -> Status.time(time).stream())
                        .findFirst();
        return unfinished(hasStarted ? State.ACTIVE : State.STARTING, begun);
    }

    private static Optional<End> end(Job job, List<Pod> pods, List<ContainerStatus> mains) {
        boolean isReplaced = Optional.ofNullable(job.getSpec().getBackoffLimit()).orElse(0) > 0;
        List<ContainerStateTerminated> ends =
                mains.stream().flatMap(it -> PodEnd.of(it, isReplaced).stream()).toList();
        boolean allEnded = !mains.isEmpty() && ends.size() == mains.size();
        if (allEnded && ends.stream().anyMatch(it -> PodEnd.isSuccess(it))) {
            return Optional.of(new End(PodEnd.time(ends), Optional.empty(), false));
        }
        boolean isOfSearch = allEnded && ends.stream().allMatch(PodEnd::isOfSearch);
        if (isOfSearch || (allEnded && !isReplaced)) {
            String why = PodEnd.why(pods, mains).orElse("no reason is known");
            return Optional.of(new End(PodEnd.time(ends), Optional.of(why), isOfSearch));
        }
        return condition(job, "Failed")
                .map(it -> new End(time(it), Optional.of(why(it, pods, mains)), false))
                .or(
                        () ->
                                condition(job, "Complete")
                                        .map(it -> new End(time(it), Optional.empty(), false)));
    }

    private static Optional<ContainerStatus> main(Pod pod, String name) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getContainerStatuses().stream()
                        .filter(it -> it.getName().equals(name))
                        .findFirst();
    }

    private static Optional<JobCondition> condition(Job job, String type) {
        return job.getStatus() == null
                ? Optional.empty()
                : job.getStatus().getConditions().stream()
                        .filter(c -> c.getType().equals(type) && "True".equals(c.getStatus()))
                        .findFirst();
    }

    private static Optional<Instant> time(JobCondition condition) {
        return Status.time(condition.getLastTransitionTime());
    }

    private static boolean hasStarted(ContainerStatus container) {
        ContainerState now = container.getState();
        boolean isRestarted = Optional.ofNullable(container.getRestartCount()).orElse(0) > 0;
        return now == null
                || now.getRunning() != null
                || now.getTerminated() != null
                || isRestarted;
    }

    /** What the container said at its end, else what Kubernetes says of the Job. */
    private static String why(JobCondition failed, List<Pod> pods, List<ContainerStatus> mains) {
        return PodEnd.why(pods, mains)
                .orElseGet(() -> failed.getReason() + ": " + failed.getMessage());
    }
}
