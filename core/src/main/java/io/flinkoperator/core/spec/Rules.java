package io.flinkoperator.core.spec;

import static io.flinkoperator.core.spec.Problem.quoted;

import io.flinkoperator.api.Autoscaler;
import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.api.GcpConfig;
import io.flinkoperator.api.GcpServiceAccount;
import io.flinkoperator.api.HighAvailability;
import io.flinkoperator.api.HttpRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules a spec has to obey. The API server checks most of them too; objects that came past it
 * (an older version, an older CRD) are checked here all the same.
 */
final class Rules {
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern OPTION = Pattern.compile("[A-Za-z0-9$][A-Za-z0-9._$-]*");
    private static final Pattern FILE = Pattern.compile("[-._a-zA-Z0-9]{1,253}");
    private static final Pattern HOST =
            Pattern.compile(
                    "(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*\\$clusterName\\s*}}");
    private static final Pattern PATH_VARIABLE =
            Pattern.compile("\\{\\{\\s*\\$(clusterName|namespace)\\s*}}");
    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e]{0,1000}");
    private static final FlinkVersion OLDEST = new FlinkVersion(1, 7);

    private final FlinkClusterSpec spec;
    private final Problems problems = new Problems();

    private Rules(FlinkClusterSpec spec) {
        this.spec = spec;
    }

    static List<Problem> problems(String name, FlinkClusterSpec spec) {
        Rules rules = new Rules(spec);
        rules.name(name);
        rules.image();
        rules.version();
        rules.numbers();
        Optional.ofNullable(spec.taskManager().horizontalPodAutoscaler())
                .ifPresent(rules::autoscaler);
        rules.problems.addAll(PodRules.problems(spec));
        if (spec.job() != null) {
            rules.problems.addAll(JobRules.problems(spec));
        }
        rules.problems.addAll(PodRules.variables("spec.envVars", spec.envVars()));
        spec.flinkProperties().forEach(rules::option);
        rules.problems.addAll(FlinkOptions.problems(spec));
        spec.logConfig().keySet().forEach(rules::logFile);
        rules.integrations();
        rules.entrances();
        Optional<FlinkVersion> version = FlinkVersion.of(spec);
        if (version.isPresent()) {
            rules.problems.addAll(LineFile.cutOff(spec.flinkProperties(), version));
        }
        rules.problems.addAll(ResourceRules.memory(spec));
        return rules.problems.all();
    }

    private void name(String name) {
        if (name.length() > 40 || !NAME.matcher(name).matches()) {
            problems.add(
                    "metadata.name",
                    quoted(name)
                            + " must be a DNS label of at most 40 characters (lower-case letters,"
                            + " digits and '-', starting with a letter); create the cluster under"
                            + " another name");
        }
    }

    private void image() {
        if (spec.image() == null || Problems.isBlank(spec.image().name())) {
            problems.add("spec.image.name", "is missing; name an image that holds Flink");
        } else if (spec.image().name().chars().anyMatch(Character::isWhitespace)) {
            problems.add(
                    "spec.image.name", quoted(spec.image().name()) + " must not hold white space");
        }
        if (spec.image() != null) {
            problems.distinct(
                    "spec.image.pullSecrets",
                    spec.image().pullSecrets(),
                    secret -> Objects.toString(secret.getName(), ""));
        }
    }

    private void version() {
        String text = spec.flinkVersion();
        Optional<FlinkVersion> version = FlinkVersion.of(spec);
        if (text != null && FlinkVersion.parse(text).isEmpty()) {
            problems.add(
                    "spec.flinkVersion",
                    quoted(text) + " is not a version; write it as \"2.3\" or \"1.20.1\"");
        } else if (version.filter(it -> it.compareTo(OLDEST) < 0).isPresent()) {
            problems.add(
                    "spec.flinkVersion",
                    quoted(version.get())
                            + " is too old; "
                            + OLDEST
                            + " is the oldest that is known"
                            + (version.get().minor() > 2
                                    ? ""
                                    : ". If you mean "
                                            + version.get()
                                            + "0, write it in quotes: YAML takes it for the number "
                                            + version.get()));
        }
        if (spec.highAvailability() != null
                && !Feature.KUBERNETES_HIGH_AVAILABILITY.isIn(version)) {
            problems.add(
                    "spec.highAvailability",
                    "needs Flink 1.12 or later; use flinkProperties for ZooKeeper");
        }
    }

    private void numbers() {
        int jobManagers = spec.jobManager().replicas();
        if (jobManagers != 1) {
            problems.add(
                    "spec.jobManager.replicas",
                    quoted(jobManagers)
                            + " is not possible; standby JobManagers come with"
                            + " spec.highAvailability.replicas");
        }
        int taskManagers = spec.taskManager().replicas();
        if (taskManagers < 1 || taskManagers > 10000) {
            problems.add(
                    "spec.taskManager.replicas",
                    quoted(taskManagers) + " is not a number from 1 to 10000");
        }
    }

    private void autoscaler(Autoscaler own) {
        String field = "spec.taskManager.horizontalPodAutoscaler";
        if (own.maxReplicas() == null || own.maxReplicas() < 1) {
            problems.add(
                    field + ".maxReplicas",
                    own.maxReplicas() == null
                            ? "is missing; say how many TaskManagers are the most"
                            : quoted(own.maxReplicas()) + " is too small; at least 1 is needed");
        } else if (own.minReplicas() != null
                && (own.minReplicas() < 1 || own.minReplicas() > own.maxReplicas())) {
            problems.add(
                    field + ".minReplicas",
                    quoted(own.minReplicas())
                            + " is not a number from 1 to maxReplicas, "
                            + own.maxReplicas());
        }
    }

    private void option(String key, String value) {
        if (!OPTION.matcher(key).matches()) {
            problems.add(
                    "spec.flinkProperties",
                    quoted(key)
                            + " is not the name of a Flink option; names consist of letters,"
                            + " digits, '.', '-' and '_'");
        } else if (value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            problems.add(
                    "spec.flinkProperties." + key,
                    "its value must be one line without control characters");
        }
    }

    private void logFile(String name) {
        if (!FILE.matcher(name).matches() || name.startsWith("..")) {
            problems.add("spec.logConfig", quoted(name) + " is not the name of a file");
        } else if (List.of("flink-conf.yaml", "config.yaml").contains(name)) {
            problems.add(
                    "spec.logConfig", quoted(name) + " is the operator's; use flinkProperties");
        }
    }

    private void integrations() {
        if (spec.batchScheduler() != null && !"volcano".equals(spec.batchScheduler().name())) {
            String name = spec.batchScheduler().name();
            problems.add(
                    "spec.batchScheduler.name",
                    name == null
                            ? "is missing; set it to volcano, or leave batchScheduler out"
                            : quoted(name) + " is not known; only 'volcano' is");
        }
        if (spec.hadoopConfig() != null && Problems.isBlank(spec.hadoopConfig().configMapName())) {
            problems.add(
                    "spec.hadoopConfig.configMapName", "is missing; name the ConfigMap of Hadoop");
        }
        Optional.ofNullable(spec.gcpConfig())
                .map(GcpConfig::serviceAccount)
                .ifPresent(this::serviceAccount);
        problems.addAll(Folders.problems(spec));
        Optional.ofNullable(spec.highAvailability()).ifPresent(this::highAvailability);
    }

    private void highAvailability(HighAvailability own) {
        if (Problems.isBlank(own.storageDir())) {
            problems.add(
                    "spec.highAvailability.storageDir",
                    "is missing; name a folder that all pods reach");
        }
        if (own.replicas() < 1 || own.replicas() > 9) {
            problems.add(
                    "spec.highAvailability.replicas",
                    quoted(own.replicas()) + " is not a number from 1 to 9");
        }
    }

    private void serviceAccount(GcpServiceAccount own) {
        String field = "spec.gcpConfig.serviceAccount";
        if (Problems.isBlank(own.secretName())) {
            problems.add(field + ".secretName", "is missing; name the Secret with the key file");
        }
        if (Problems.isBlank(own.keyFile())) {
            problems.add(field + ".keyFile", "is missing; name the key file in the Secret");
        }
        if (own.mountPath() == null) {
            problems.add(field + ".mountPath", "is missing; name the folder of the key file");
        } else if (own.keyFile() != null && own.mountPath().endsWith(own.keyFile())) {
            problems.add(
                    field + ".mountPath",
                    quoted(own.mountPath())
                            + " must be the folder of the key file, without its name");
        }
    }

    private void entrances() {
        Optional.ofNullable(spec.jobManager().ingress())
                .ifPresent(
                        ingress -> {
                            Optional.ofNullable(ingress.hostFormat())
                                    .ifPresent(
                                            it -> host("spec.jobManager.ingress.hostFormat", it));
                            Optional.ofNullable(ingress.path())
                                    .filter(it -> !it.isBlank())
                                    .ifPresent(it -> path("spec.jobManager.ingress.path", it));
                        });
        List<String> names = new ArrayList<>();
        Optional.ofNullable(spec.jobManager().httpRoute())
                .ifPresent(
                        route -> {
                            names.addAll(route.hostnames());
                            gateways(route);
                        });
        for (int index = 0; index < names.size(); index++) {
            host("spec.jobManager.httpRoute.hostnames[" + index + "]", names.get(index));
        }
    }

    private void gateways(HttpRoute route) {
        boolean isAnyNameless =
                route.parentRefs().stream().anyMatch(it -> Problems.isBlank(it.name()));
        if (route.parentRefs().isEmpty() || isAnyNameless) {
            problems.add(
                    "spec.jobManager.httpRoute.parentRefs",
                    "is empty or has an entry without a name; name a Gateway");
        }
    }

    private void path(String field, String format) {
        String path = PATH_VARIABLE.matcher(format).replaceAll("x");
        if (path.contains("{{")) {
            problems.add(
                    field,
                    quoted(format)
                            + " has a variable that is not known; only {{$clusterName}} and"
                            + " {{$namespace}} are");
        } else if (!PATH.matcher(path).matches()) {
            problems.add(
                    field,
                    quoted(format)
                            + " is not a path such as \"/flink/{{$clusterName}}\": it begins with"
                            + " '/' and holds no white space");
        }
    }

    private void host(String field, String format) {
        String host = VARIABLE.matcher(format).replaceAll("x");
        if (host.contains("{{")) {
            problems.add(
                    field,
                    quoted(format) + " has a variable that is not known; only {{$clusterName}} is");
        } else if (!host.isBlank() && !HOST.matcher(host).matches()) {
            problems.add(
                    field,
                    quoted(format)
                            + " is not a host name such as \"flink.example.com\""
                            + (host.contains("/") && field.endsWith("hostFormat")
                                    ? "; a path goes into spec.jobManager.ingress.path"
                                    : ""));
        }
    }
}
