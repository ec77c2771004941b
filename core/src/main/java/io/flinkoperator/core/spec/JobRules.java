package io.flinkoperator.core.spec;

import static io.flinkoperator.core.spec.Problem.quoted;

import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.api.JobMode;
import io.flinkoperator.api.JobSpec;
import io.flinkoperator.api.RestartBackoff;
import io.flinkoperator.api.SavepointSchedule;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules for the job. */
final class JobRules {
    private static final Pattern CLASS_NAME =
            Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");
    private static final Pattern REFUSED_HOST =
            Pattern.compile(
                    "(localhost|127\\..*|0\\.0\\.0\\.0|169\\.254\\..*|\\[::1?]|\\[fe80:.*"
                            + "|metadata\\.google\\.internal|100\\.100\\.100\\.200)(:\\d+)?",
                    Pattern.CASE_INSENSITIVE);

    private final FlinkClusterSpec spec;
    private final JobSpec job;
    private final Problems problems = new Problems();

    private JobRules(FlinkClusterSpec spec) {
        this.spec = spec;
        job = spec.job();
    }

    static List<Problem> problems(FlinkClusterSpec spec) {
        JobRules rules = new JobRules(spec);
        rules.program();
        rules.python();
        rules.numbers();
        rules.places();
        rules.schedule();
        rules.waits();
        return rules.problems.all();
    }

    private void program() {
        boolean isPython = job.pyFile() != null || job.pyModule() != null;
        Optional<JarFile> jar = JarFile.of(job.jarFile());
        if (jar.isEmpty() && job.mode() != JobMode.Application && !isPython) {
            problems.add(
                    "spec.job.jarFile",
                    "is missing; set it to the path of the job's jar inside the image, or to its"
                            + " URI");
        }
        jar.ifPresent(this::jarFile);
        if (job.className() != null && !CLASS_NAME.matcher(job.className()).matches()) {
            problems.add(
                    "spec.job.className",
                    quoted(job.className())
                            + " is not the name of a Java class such as \"com.example.Job\"");
        }
        argument("spec.job.fromSavepoint", job.fromSavepoint(), "the path of a savepoint");
        for (int index = 0; index < job.classPath().size(); index++) {
            argument("spec.job.classPath[" + index + "]", job.classPath().get(index), "a URL");
        }
    }

    private void jarFile(JarFile jar) {
        String field = "spec.job.jarFile";
        String host = jar.rest().replaceFirst("^//", "").split("[/?#]", 2)[0];
        if (!Problems.isOneArgument(jar.text())) {
            problems.add(
                    field,
                    quoted(jar.text())
                            + " must neither begin with '-' nor hold control characters");
        } else if (jar.hasCredentials()) {
            problems.add(
                    field,
                    "must not hold user name and password, which everybody can read here; put them"
                            + " into a Secret and name it in jarFetch.credentialsSecretName");
        } else if (jar.isRemote() && !jar.rest().matches("//[^/]+/.+")) {
            problems.add(
                    field,
                    quoted(jar.text()) + " has no host and path; write it as https://host/job.jar");
        } else if (jar.isRemote()
                && REFUSED_HOST.matcher(host).matches()
                && !job.jarFetch().allowedHosts().contains(host)) {
            problems.add(
                    field,
                    quoted(host)
                            + " is an address of this machine, this link or a metadata service;"
                            + " name it in jarFetch.allowedHosts if that is meant");
        } else if (!jar.scheme().isEmpty()
                && !jar.isRemote()
                && !JarFile.LOCAL.contains(jar.scheme())) {
            problems.add(
                    field,
                    quoted(jar.scheme() + ":")
                            + " is not supported; use a path inside the image, or a URI of"
                            + " scheme "
                            + String.join(", ", JarFile.REMOTE));
        } else if (job.mode() == JobMode.Application
                && !jar.isRemote()
                && !jar.path().startsWith("/opt/flink/usrlib/")
                && !Feature.APPLICATION_JARS.isIn(FlinkVersion.of(spec))) {
            problems.add(
                    field,
                    quoted(jar.text())
                            + " must lie in /opt/flink/usrlib, where mode Application looks for"
                            + " it before Flink 1.20");
        }
    }

    private void python() {
        argument("spec.job.pyFile", job.pyFile(), "the path of a Python file");
        argument("spec.job.pyFiles", job.pyFiles(), "a list of paths");
        argument("spec.job.pyModule", job.pyModule(), "the name of a Python module");
        boolean isPython = job.pyFile() != null || job.pyModule() != null;
        if (isPython && job.mode() == JobMode.Application) {
            problems.add(
                    "spec.job.mode", "'Application' is not possible with Python; use Detached");
        }
        if (isPython && !Feature.JOB_ID_ON_COMMAND_LINE.isIn(FlinkVersion.of(spec))) {
            problems.add("spec.job", "Python needs Flink 1.12 or later; use a later image");
        }
        if (job.pyModule() != null && job.pyFiles() == null) {
            problems.add("spec.job.pyFiles", "is missing; pyModule is looked for there");
        }
    }

    private void numbers() {
        if (job.parallelism() != null && (job.parallelism() < 1 || job.parallelism() > 32768)) {
            problems.add(
                    "spec.job.parallelism",
                    quoted(job.parallelism()) + " is not a number from 1 to 32768");
        }
        atLeast("spec.job.autoSavepointSeconds", job.autoSavepointSeconds(), 1);
        atLeast("spec.job.maxStateAgeToRestoreSeconds", job.maxStateAgeToRestoreSeconds(), 0);
        atLeast("spec.job.savepointGeneration", job.savepointGeneration(), 0);
        atLeast("spec.job.jarFetch.timeoutSeconds", job.jarFetch().timeoutSeconds(), 1);
        problems.addAll(
                ResourceRules.amount("spec.job.jarFetch.maxSize", job.jarFetch().maxSize()));
        if (job.jarSha256() != null && !job.jarSha256().matches("[0-9a-fA-F]{64}")) {
            problems.add(
                    "spec.job.jarSha256",
                    quoted(job.jarSha256()) + " is not a SHA-256 of 64 hexadecimal digits");
        }
    }

    private void atLeast(String field, Integer value, int least) {
        if (value != null && value < least) {
            problems.add(field, quoted(value) + " is too small; at least " + least + " is needed");
        }
    }

    /** A user must not believe in savepoints that never happen. */
    private void places() {
        String folder = job.savepointsDir();
        if (folder != null && !folder.matches("([A-Za-z][A-Za-z0-9+.-]*:)?/[^\\p{Cntrl}\"']*")) {
            problems.add(
                    "spec.job.savepointsDir",
                    quoted(folder) + " is not a folder such as \"gs://bucket/savepoints\"");
        }
        boolean isAnywhere =
                folder != null
                        || FlinkOptions.isSet(spec, "state.savepoints.dir")
                        || FlinkOptions.isSet(spec, "execution.checkpointing.savepoint-dir");
        boolean isPlanned = job.autoSavepointSeconds() != null || job.savepointSchedule() != null;
        if (isPlanned && !isAnywhere) {
            problems.add(
                    "spec.job.savepointsDir",
                    "is missing; "
                            + (job.autoSavepointSeconds() == null
                                    ? "savepointSchedule"
                                    : "autoSavepointSeconds")
                            + " needs a place for savepoints");
        }
    }

    private void schedule() {
        SavepointSchedule schedule = job.savepointSchedule();
        if (schedule == null) {
            return;
        }
        if (Schedule.cron(schedule.cron()).isEmpty()) {
            problems.add(
                    "spec.job.savepointSchedule.cron",
                    schedule.cron() == null
                            ? "is missing; write five fields such as \"0 3 * * *\""
                            : quoted(schedule.cron())
                                    + " is not a schedule of five fields such as \"0 3 * * *\"");
        }
        if (Schedule.zone(schedule.timeZone()).isEmpty()) {
            problems.add(
                    "spec.job.savepointSchedule.timeZone",
                    quoted(schedule.timeZone()) + " is not a time zone such as \"Europe/Berlin\"");
        }
        atLeast("spec.job.savepointSchedule.jitterSeconds", schedule.jitterSeconds(), 0);
    }

    private void waits() {
        RestartBackoff backoff = job.restartBackoff();
        atLeast("spec.job.restartBackoff.initialSeconds", backoff.initialSeconds(), 0);
        atLeast("spec.job.restartBackoff.maxSeconds", backoff.maxSeconds(), 0);
        atLeast("spec.job.restartBackoff.maxRestarts", backoff.maxRestarts(), 0);
        atLeast("spec.job.restartBackoff.resetAfterSeconds", backoff.resetAfterSeconds(), 1);
        atLeast("spec.job.deletionTimeoutSeconds", job.deletionTimeoutSeconds(), 0);
        atLeast("spec.job.updateTimeoutSeconds", job.updateTimeoutSeconds(), 1);
        atLeast("spec.job.ttlSecondsAfterFinished", job.ttlSecondsAfterFinished(), 0);
        if (job.savepointRetention() != null) {
            atLeast("spec.job.savepointRetention.count", job.savepointRetention().count(), 1);
            atLeast(
                    "spec.job.savepointRetention.maxAgeSeconds",
                    job.savepointRetention().maxAgeSeconds(),
                    1);
        }
    }

    private void argument(String field, String value, String what) {
        if (value != null && !Problems.isOneArgument(value)) {
            problems.add(field, quoted(value) + " is not " + what);
        }
    }
}
