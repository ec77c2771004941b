package io.flinkoperator.core.spec;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.api.JobManagerSpec;
import io.flinkoperator.api.JobMode;
import io.flinkoperator.api.JobSpec;
import io.flinkoperator.api.TaskManagerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules a spec has to obey. The API server checks most of them too; objects that came past it
 * (an older version, an older CRD) are checked here all the same.
 */
final class Rules {
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");
    private static final Pattern CLASS_NAME =
            Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");
    private static final Pattern OPTION = Pattern.compile("[A-Za-z0-9$][A-Za-z0-9._$-]*");

    private final List<Problem> problems = new ArrayList<>();

    private Rules() {}

    static List<Problem> problems(String name, FlinkClusterSpec spec) {
        Rules rules = new Rules();
        rules.name(name);
        rules.image(spec);
        rules.jobManager(spec.jobManager());
        rules.taskManager(spec.taskManager());
        if (spec.job() != null) {
            rules.job(spec.job());
        }
        rules.envVars(spec.envVars());
        spec.flinkProperties().forEach(rules::option);
        rules.problems.addAll(hashes(spec, version -> version.major() < 2));
        rules.problems.addAll(ResourceRules.memory(spec));
        return List.copyOf(rules.problems);
    }

    /** What is accepted but overridden, or may be misread. */
    static List<Problem> warnings(FlinkClusterSpec spec) {
        boolean isUnknown = FlinkVersion.of(spec).isEmpty();
        return Stream.concat(
                        overridden(spec),
                        isUnknown ? hashes(spec, v -> true).stream() : Stream.of())
                .toList();
    }

    /** Options with a '#' for versions that would cut it off. */
    private static List<Problem> hashes(
            FlinkClusterSpec spec, Predicate<FlinkVersion> isConcerned) {
        FlinkVersion unknown = new FlinkVersion(2, 0);
        if (!isConcerned.test(FlinkVersion.of(spec).orElse(unknown))) {
            return List.of();
        }
        return spec.flinkProperties().entrySet().stream()
                .filter(option -> option.getValue().indexOf('#') >= 0)
                .map(
                        option ->
                                new Problem(
                                        "spec.flinkProperties." + option.getKey(),
                                        "its value holds '#', from which on Flink 1.x takes it for a"
                                                + " comment; use a value without it"))
                .toList();
    }

    private static Stream<Problem> overridden(FlinkClusterSpec spec) {
        return OwnedOptions.ALL.stream()
                .filter(spec.flinkProperties()::containsKey)
                .map(
                        key ->
                                new Problem(
                                        "spec.flinkProperties." + key,
                                        "is overridden by the operator, which must own it; use the"
                                                + " ports of jobManager instead"));
    }

    private void problem(String field, String sentence) {
        problems.add(new Problem(field, sentence));
    }

    private void name(String name) {
        if (name.length() > 40 || !NAME.matcher(name).matches()) {
            problem(
                    "metadata.name",
                    "'"
                            + name
                            + "' must be a DNS label of at most 40 characters (lower-case letters,"
                            + " digits and '-', starting with a letter); create the cluster under"
                            + " another name");
        }
    }

    private void image(FlinkClusterSpec spec) {
        if (spec.image() == null || isBlank(spec.image().name())) {
            problem("spec.image.name", "is missing; name an image that holds Flink");
        } else if (spec.image().name().chars().anyMatch(Character::isWhitespace)) {
            problem("spec.image.name", "'" + spec.image().name() + "' must not hold white space");
        }
        String version = spec.flinkVersion();
        if (version != null && FlinkVersion.parse(version).isEmpty()) {
            problem(
                    "spec.flinkVersion",
                    "'" + version + "' is not a version; write it as \"2.3\" or \"1.20.1\"");
        }
    }

    private void jobManager(JobManagerSpec jobManager) {
        if (jobManager.replicas() != 1) {
            problem(
                    "spec.jobManager.replicas",
                    "'" + jobManager.replicas() + "' is not possible; only 1 is");
        }
        ratio("spec.jobManager.memoryProcessRatio", jobManager.memoryProcessRatio());
        Map<String, Integer> ports = new HashMap<>();
        ports("spec.jobManager.ports.rpc", jobManager.ports().rpc(), ports);
        ports("spec.jobManager.ports.blob", jobManager.ports().blob(), ports);
        ports("spec.jobManager.ports.query", jobManager.ports().query(), ports);
        ports("spec.jobManager.ports.ui", jobManager.ports().ui(), ports);
        problems.addAll(
                ResourceRules.problems("spec.jobManager.resources", jobManager.resources()));
    }

    private void taskManager(TaskManagerSpec taskManager) {
        if (taskManager.replicas() < 1) {
            problem(
                    "spec.taskManager.replicas",
                    "'" + taskManager.replicas() + "' is too small; at least 1 is needed");
        }
        ratio("spec.taskManager.memoryProcessRatio", taskManager.memoryProcessRatio());
        Map<String, Integer> ports = new HashMap<>();
        ports("spec.taskManager.ports.data", taskManager.ports().data(), ports);
        ports("spec.taskManager.ports.rpc", taskManager.ports().rpc(), ports);
        ports("spec.taskManager.ports.query", taskManager.ports().query(), ports);
        problems.addAll(
                ResourceRules.problems("spec.taskManager.resources", taskManager.resources()));
    }

    private void ratio(String field, int percent) {
        if (percent < 1 || percent > 100) {
            problem(field, "'" + percent + "' is not a percentage from 1 to 100");
        }
    }

    private void ports(String field, int port, Map<String, Integer> others) {
        if (port < 1 || port > 65535) {
            problem(field, "'" + port + "' is not a port from 1 to 65535");
        }
        others.forEach(
                (other, otherPort) -> {
                    if (otherPort == port) {
                        problem(field, "'" + port + "' is taken by " + other + "; choose another");
                    }
                });
        others.put(field, port);
    }

    private void job(JobSpec job) {
        if (isBlank(job.jarFile()) && job.mode() != JobMode.Application) {
            problem(
                    "spec.job.jarFile",
                    "is missing; set it to the path of the job's jar inside the image");
        } else if (!isBlank(job.jarFile())) {
            jarFile(job.jarFile());
        }
        if (job.className() != null && !CLASS_NAME.matcher(job.className()).matches()) {
            problem(
                    "spec.job.className",
                    "'"
                            + job.className()
                            + "' is not the name of a Java class such as"
                            + " \"com.example.Job\"");
        }
        if (job.parallelism() != null && job.parallelism() < 1) {
            problem(
                    "spec.job.parallelism",
                    "'" + job.parallelism() + "' is too small; at least 1 is needed");
        }
        if (job.fromSavepoint() != null && !isOneArgument(job.fromSavepoint())) {
            problem(
                    "spec.job.fromSavepoint",
                    "'" + job.fromSavepoint() + "' is not the path of a savepoint");
        }
        problems.addAll(ResourceRules.problems("spec.job.resources", job.resources()));
    }

    private void jarFile(String jar) {
        var scheme = SCHEME.matcher(jar);
        if (!isOneArgument(jar)) {
            problem(
                    "spec.job.jarFile",
                    "'" + jar + "' must neither begin with '-' nor hold control characters");
        } else if (scheme.matches() && !List.of("local", "file").contains(scheme.group(1))) {
            problem(
                    "spec.job.jarFile",
                    "'" + scheme.group(1) + ":' is not supported; use a path inside the image");
        }
    }

    private void envVars(List<EnvVar> envVars) {
        for (int index = 0; index < envVars.size(); index++) {
            String name = envVars.get(index).getName();
            if (isBlank(name) || name.indexOf('=') >= 0) {
                problem(
                        "spec.envVars[" + index + "].name",
                        "'" + (name == null ? "" : name) + "' is not the name of a variable");
            }
        }
    }

    private void option(String key, String value) {
        if (!OPTION.matcher(key).matches()) {
            problem(
                    "spec.flinkProperties",
                    "'"
                            + key
                            + "' is not the name of a Flink option; names consist of letters,"
                            + " digits, '.', '-' and '_'");
        } else if (value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            problem(
                    "spec.flinkProperties." + key,
                    "its value must be one line without control characters");
        }
    }

    private static boolean isOneArgument(String text) {
        return !text.isBlank()
                && !text.startsWith("-")
                && text.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
