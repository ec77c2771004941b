package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.core.model.Decision;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Every reason that an event of a FlinkCluster can have: what it means, and what to do about it.
 */
final class EventCatalogue {
    private static final String NOTHING = "Nothing.";
    private static final String OPERATIONS =
            "(UpdateJob|RollBackJob|RestartJob|CancelJob|SuspendJob|ResumeJob|TakeSavepoint"
                    + "|DeleteCluster|SubmitJob)";

    /**
     * A row of the catalogue.
     *
     * @param reason Pattern of the reasons that it is about.
     * @param shown How the page shows them.
     */
    record Entry(String reason, String shown, String meaning, String remedy) {}

    /** Reasons that are the operator's own words. */
    static final List<Entry> ENTRIES =
            List.of(
                    entry(
                            "ClusterCreating",
                            "The FlinkCluster is new, and its objects are being made.",
                            NOTHING),
                    entry(
                            "ClusterRunning",
                            "All pods are ready, and the JobManager answers.",
                            NOTHING),
                    entry(
                            "ClusterReconciling",
                            "A pod is gone or no longer ready, or an object was changed or deleted"
                                    + " by somebody else; the operator brings it back.",
                            "Nothing, unless it lasts: condition `Ready` says what is awaited."),
                    entry(
                            "ClusterUpdating",
                            "Pods are replaced, since the spec was changed or goes back.",
                            "Nothing, unless it lasts: see `status.operation`."),
                    entry(
                            "Cluster(Stopping|PartiallyStopped|Stopped)",
                            "ClusterStopping, ClusterPartiallyStopped, ClusterStopped",
                            "Pods are removed as `cleanupPolicy` says, since the job is over, or since"
                                    + " it is suspended.",
                            NOTHING),
                    entry(
                            "ClusterDeleted",
                            "The FlinkCluster is deleted; the message says where the job's last state"
                                    + " is, or that there is none.",
                            "As a warning: the final savepoint could not be taken; keep the"
                                    + " checkpoint that is named."),
                    entry(
                            "ClusterRemoved",
                            "The pods of a job that was to be submitted were removed.",
                            NOTHING),
                    entry(
                            "JobAccepted|JobSubmitting",
                            "JobAccepted, JobSubmitting",
                            "The job's id is recorded; it is about to be submitted. Only in the log.",
                            NOTHING),
                    entry(
                            "JobSubmissionFound",
                            "A submission is under way that the status did not know of.",
                            NOTHING),
                    entry("JobRunning", "Flink runs the job.", NOTHING),
                    entry("JobSucceeded", "The job came to its end.", NOTHING),
                    entry(
                            "JobFailed",
                            "Flink says that the job failed, and `restartPolicy` does not start it"
                                    + " again (any more); the message is the exception.",
                            "Mend the cause; change the spec, or annotate the FlinkCluster with"
                                    + " `user-control: job-resume`."),
                    entry(
                            "JobSubmissionFailed",
                            "The job could not be submitted; the message is the last telling line of"
                                    + " its pod.",
                            "Mend the cause: a wrong class or jar, missing slots, or the job's own"
                                    + " `main`."),
                    entry(
                            "JobLost",
                            "The JobManager does not know the job any more and no state is known to"
                                    + " start it from, or `restartPolicy` is `Never`.",
                            "Condition `StateSafe` says what there is. Set `job.fromSavepoint`, or"
                                    + " annotate with `user-control: start-without-state`."),
                    entry(
                            "JobRestarting",
                            "The job failed or was lost; it is started again after a pause, from its"
                                    + " newest state.",
                            "Mend the cause if it comes again."),
                    entry(
                            "JobStateSearchFailed",
                            "The pod that brings the job in could not look for its newest state; it"
                                    + " is no failure of the job, and is tried again after a pause."
                                    + " Each fourth time the job is started from the newest state"
                                    + " that Flink has reported, if there is one.",
                            "The message says why: the storage, credentials, a volume."),
                    entry("JobRestarted", "The pause is over; the job is started again.", NOTHING),
                    entry(
                            "JobCancelled",
                            "The job was cancelled, by the user or by somebody in Flink's web UI.",
                            NOTHING),
                    entry(
                            "JobSuspended|JobStopped",
                            "JobSuspended, JobStopped",
                            "The job was stopped, with a savepoint if there is a folder for it.",
                            NOTHING),
                    entry("JobResumed", "A job that was over is wanted again.", NOTHING),
                    entry(
                            "SpecChanged",
                            "A changed spec is deployed before the job is submitted.",
                            NOTHING),
                    entry(
                            "RevisionGivenUp",
                            "A changed spec did not start or did not prove itself, and the cluster"
                                    + " went back to the revision before.",
                            "The message says why. Change the spec, or annotate with `user-control:"
                                    + " retry-update`."),
                    entry(
                            "RollbackRefused",
                            "The annotation names a revision that there is not.",
                            "`kubectl get controllerrevisions -l cluster=NAME` lists them."),
                    entry("SavepointTriggered", "A savepoint is being taken.", NOTHING),
                    entry(
                            "SavepointCreated",
                            "A savepoint is there; the message says where.",
                            NOTHING),
                    entry(
                            "SavepointFailed",
                            "No savepoint came of it; the job runs on.",
                            "The message is Flink's reason: storage that cannot be written,"
                                    + " backpressure, or a task that was not running."),
                    entry(
                            "Control(Requested|Succeeded|Failed)",
                            "ControlRequested, ControlSucceeded, ControlFailed",
                            "What became of an annotation `user-control`.",
                            "When it failed, the message says why."),
                    entry(
                            OPERATIONS + "Succeeded",
                            "*Operation*Succeeded",
                            "An operation has ended well: UpdateJob, RollBackJob, RestartJob, CancelJob,"
                                    + " SuspendJob, ResumeJob, TakeSavepoint, DeleteCluster.",
                            NOTHING),
                    entry(
                            OPERATIONS + "Failed",
                            "*Operation*Failed",
                            "An operation has ended badly.",
                            "The message and `status.history` say why, and where the job is now."),
                    entry(
                            OPERATIONS + "(Aborted|Superseded)",
                            "*Operation*Aborted, *Operation*Superseded",
                            "An operation is not gone on with, since something else was asked for.",
                            NOTHING),
                    entry(
                            "(CreateCluster|RepairCluster|UpdateCluster|CleanUp)Overdue|"
                                    + OPERATIONS
                                    + "Overdue",
                            "*Operation*Overdue",
                            "What is under way should have ended by now.",
                            "The message says what it waits for. It goes on by itself when that is"
                                    + " there."),
                    entry(
                            "CheckpointsFailing",
                            "The job runs, but its last three checkpoints have failed.",
                            "The message is Flink's; the logs of JobManager and TaskManagers say more:"
                                    + " a store that refuses or is down, or checkpoints that take too"
                                    + " long."),
                    entry(
                            "NoSavepoint",
                            "An update waits, since the job cannot be stopped with a savepoint.",
                            "See SavepointFailed. It is tried again and again."),
                    entry(
                            "StateUnavailable",
                            "A job that is over does not run with the changed spec, since there is no"
                                    + " state that may be used.",
                            "The message says what would help: `fromSavepoint`,"
                                    + " `maxStateAgeToRestoreSeconds` or `start-without-state`."),
                    entry(
                            "JobsRunning",
                            "A session cluster's changed spec waits for its jobs to end.",
                            "Stop them, or set `interruptRunningJobs: true`."),
                    entry(
                            "RevisionUnknown",
                            "The ControllerRevision of what runs was deleted by somebody.",
                            "Nothing has to be done; the next update brings order."),
                    entry(
                            "JobManagerUnreachable",
                            "A changed spec waits, since the JobManager does not say how its job is.",
                            "See why it does not answer: its log, its node, a NetworkPolicy."),
                    entry(
                            Registration.REASON,
                            "TaskManagers whose pods have been ready for a minute have not registered at"
                                    + " the JobManager.",
                            "The log of a TaskManager shows the address that it tries. See"
                                    + " [troubleshooting](guides/troubleshooting.md)."),
                    entry(
                            "Preflight",
                            "A changed spec waits for the pod that checks it, longer than"
                                    + " `job.updateTimeoutSeconds`: there is no node for it, say.",
                            "The message says what it waits for. The job runs on meanwhile."),
                    entry(
                            "PreflightFailed",
                            "A changed spec waits: its image, or the state that it is to start from,"
                                    + " was tried before the job was stopped, and did not do.",
                            "The message says why. Correct the spec; the job runs on meanwhile."),
                    entry(
                            "NoStateKept",
                            "A changed spec waits, since the job has neither checkpoints that outlive"
                                    + " it nor a folder for savepoints, and would begin anew.",
                            "Set `job.savepointsDir`, or annotate with `user-control:"
                                    + " start-without-state`."),
                    entry(
                            "StateTooOld",
                            "A changed spec waits, since the newest state is older than"
                                    + " `maxStateAgeToRestoreSeconds`.",
                            "Take a savepoint, or set `takeSavepointOnUpdate: true`."),
                    entry(
                            "StateUnknown",
                            "A changed spec waits, since the JobManager does not say whether the job"
                                    + " makes checkpoints.",
                            "Nothing, unless it lasts: then see why it does not answer."),
                    entry(
                            "WithoutEffect",
                            "A field of the spec has no effect; `SpecWarning` names it and says why.",
                            "Correct or remove it."),
                    entry(
                            "KnownVulnerability",
                            "The Flink that runs has a published vulnerability.",
                            "Take an image of the release that the message names."),
                    entry(
                            Decider.INVALID_SPEC,
                            "The spec is refused; what runs is left as it is.",
                            "`Ready` names the field, its value and the rule."),
                    entry(
                            "StatusLost",
                            "The status was emptied, or an old one was put in its place.",
                            "Tell whoever did it not to. The message says what was found again; see"
                                    + " [life cycle](life-cycle.md)."),
                    entry(
                            "ChangedByOthers",
                            "An admission policy, a webhook or a controller keeps a field otherwise than"
                                    + " the operator writes it; the message names object and field.",
                            "Exempt the object there, or give the FlinkCluster that value; see"
                                    + " [pods](pods.md#what-others-change)."),
                    entry(
                            "ProgramFailed",
                            "Flink has the job, but the program that submitted it failed after that; it"
                                    + " may have submitted a second job.",
                            "The pod's log says more; see"
                                    + " [life cycle](life-cycle.md#programs-and-their-arguments)."),
                    entry(
                            "ActionFailed",
                            "The API server refused what the operator wanted to do; it is retried.",
                            "The message is the API server's: a quota, an admission policy, or rights"
                                    + " that were taken from the operator."));

    private static final Map<String, Boolean> KNOWN =
            new TreeMap<>(Map.of("ImagePullBackOff", true, "CrashLoopBackOff", true));
    private static final Pattern ALL =
            Pattern.compile(
                    String.join(
                            "|", ENTRIES.stream().map(it -> "(?:" + it.reason() + ")").toList()));

    private EventCatalogue() {}

    private static Entry entry(String reason, String meaning, String remedy) {
        return entry(reason, reason, meaning, remedy);
    }

    private static Entry entry(String reason, String shown, String meaning, String remedy) {
        return new Entry(reason, shown, meaning, remedy);
    }

    static boolean knows(String reason) {
        return ALL.matcher(reason).matches();
    }

    /** All that is told stands in the catalogue, but for what Kubernetes says of pods. */
    static synchronized Decision told(Decision decision) {
        for (ClusterEvent event : decision.events()) {
            assertThat(KNOWN.computeIfAbsent(event.reason(), EventCatalogue::knows))
                    .as("%s in the catalogue of events", event.reason())
                    .isTrue();
        }
        return decision;
    }
}
