package io.flinkoperator.core.spec;

import static io.flinkoperator.core.spec.FlinkOption.refuse;
import static io.flinkoperator.core.spec.FlinkOption.row;
import static io.flinkoperator.core.spec.FlinkOption.userWins;
import static io.flinkoperator.core.spec.FlinkOption.warn;

import io.flinkoperator.core.spec.FlinkOption.Asked;
import io.flinkoperator.core.spec.FlinkOption.Outcome;
import java.util.List;
import java.util.function.BiPredicate;

/** Options that say how jobs come into the cluster, from which state, and what stays of them. */
final class JobOptions {
    static final List<FlinkOption> ROWS =
            List.of(
                    overridden("$internal.pipeline.job-id", "the id of the run", "nothing"),
                    overridden("execution.target", "not set", "job.mode"),
                    overridden("execution.attached", "`job.mode`", "job.mode"),
                    overridden("pipeline.jars", "`job.jarFile`", "job.jarFile"),
                    row(
                            "pipeline.classpaths",
                            "`job.classPath`; yours counts in mode Application without that",
                            Outcome.OPERATOR_WINS,
                            (asked, value) ->
                                    warn(
                                            asked.hasJob()
                                                    && !(asked.isApplication()
                                                            && asked.spec()
                                                                    .job()
                                                                    .classPath()
                                                                    .isEmpty()),
                                            sentence("job.classPath"))),
                    start("execution.savepoint.path"),
                    start("execution.state-recovery.path"),
                    nonRestored("execution.savepoint.ignore-unclaimed-state"),
                    nonRestored("execution.state-recovery.ignore-unclaimed-state"),
                    claim("execution.savepoint-restore-mode"),
                    claim("execution.state-recovery.claim-mode"),
                    userWins("state.savepoints.dir", folder("savepoints")),
                    userWins("execution.checkpointing.savepoint-dir", folder("savepoints")),
                    userWins("state.checkpoints.dir", "not set; state is looked for there"),
                    userWins("execution.checkpointing.dir", "not set; state is looked for there"),
                    userWins("state.checkpoints.create-subdir", "not set; read for that search"),
                    userWins(
                            "execution.checkpointing.create-subdir",
                            "not set; read for that search"),
                    userWins(
                            "execution.checkpointing.externalized-checkpoint-retention",
                            "`RETAIN_ON_CANCELLATION`, for a job cluster with a folder for"
                                    + " checkpoints"),
                    answer("execution.shutdown-on-application-finish", "false"),
                    answer("execution.submit-failed-job-on-application-error", "true"),
                    userWins(
                            "web.submit.enable",
                            "`false` for a job cluster, from Flink 1.12",
                            (asked, value) ->
                                    refuse(
                                            asked.hasJob()
                                                    && value.equalsIgnoreCase("false")
                                                    && !Feature.JOB_ID_ON_COMMAND_LINE.isIn(
                                                            asked.version()),
                                            value,
                                            "is not possible before Flink 1.12, where the job's jar"
                                                    + " is uploaded; leave it out")),
                    userWins("web.upload.dir", "not set"),
                    userWins("web.cancel.enable", "not set; the operator cancels by the REST API"),
                    userWins("jobmanager.scheduler", "not set; `adaptive` lets a job be rescaled"),
                    userWins("scheduler-mode", "not set"));

    private JobOptions() {}

    private static String folder(String what) {
        return "not set; "
                + what
                + " that the operator asks for go to `job.savepointsDir`, else there";
    }

    private static String sentence(String field) {
        return "is overridden by the operator"
                + (field.equals("nothing") ? ", which must own it" : "; use " + field);
    }

    /** Given with the job itself, which counts more than the file. */
    private static FlinkOption overridden(String key, String origin, String field) {
        return row(
                key,
                origin,
                Outcome.OPERATOR_WINS,
                (asked, value) -> warn(asked.hasJob(), sentence(field)));
    }

    private static FlinkOption ofJob(
            String key, String origin, String sentence, BiPredicate<Asked, String> isSo) {
        return row(
                key,
                origin,
                Outcome.NO_EFFECT,
                (asked, value) -> warn(asked.hasJob() && isSo.test(asked, value), sentence));
    }

    private static FlinkOption nonRestored(String key) {
        return ofJob(
                key,
                "`job.allowNonRestoredState`",
                "has no effect; use job.allowNonRestoredState",
                (asked, value) ->
                        Boolean.parseBoolean(value) != asked.spec().job().allowNonRestoredState());
    }

    private static FlinkOption claim(String key) {
        return ofJob(
                key,
                "Flink's default",
                "has no effect: savepoints are yours, and no run claims them",
                (asked, value) -> !value.equalsIgnoreCase("NO_CLAIM"));
    }

    private static FlinkOption start(String key) {
        return row(
                key,
                "not set; the state of a run is given with the job",
                Outcome.USER_WINS_WARNED,
                (asked, value) ->
                        warn(
                                asked.hasJob(),
                                "is where each run starts that the operator gives no state; use"
                                        + " job.fromSavepoint, which counts for the first run only"));
    }

    private static FlinkOption answer(String key, String own) {
        return row(
                key,
                "`" + own + "` in mode Application",
                Outcome.USER_WINS_WARNED,
                (asked, value) ->
                        warn(
                                asked.isApplication() && !value.equalsIgnoreCase(own),
                                "lets the JobManager end with the job, so that nobody can read how"
                                        + " the job ended; leave it out"));
    }
}
