package io.flinkoperator.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the bench has to know of an operator to measure it. */
interface Driver {
    /** Of this project, wherever the bench is started. */
    Path ROOT = Files.isDirectory(Path.of("helm")) ? Path.of("") : Path.of("..");

    Path TARGET = ROOT.resolve("bench").resolve("target");

    /** Its name, for the report. */
    String name();

    /** Installs its custom resource definitions, as YAML. */
    List<Path> definitions();

    /** Kind of its custom resource. */
    String kind();

    /** API version of its custom resource. */
    String apiVersion();

    /** A custom resource that makes a cluster with one TaskManager. */
    String resource(String namespace, String name);

    /** The patch that gives a cluster so many TaskManagers. */
    String scale(int taskManagers);

    /** Name of the StatefulSet or Deployment of a cluster's JobManager. */
    String jobManager(String cluster);

    /** Name of the StatefulSet or Deployment of a cluster's TaskManagers. */
    String taskManager(String cluster);

    /** Whether a custom resource says that everything of it is running. */
    boolean isRunning(JsonNode resource);

    /** Whether a custom resource says how many TaskManagers there are, as its spec wants them. */
    default boolean isUpToDate(JsonNode resource) {
        return true;
    }

    /** What of its configuration matters to speed and memory, for the report. */
    List<String> settings();

    /** A start that prepares the others, if there is one: it is stopped as soon as it is ready. */
    default Optional<List<String>> training() {
        return Optional.empty();
    }

    /** How the operator is started. */
    List<String> command();

    /** Its environment; JobManagers answer at the address with {namespace} and {name} in it. */
    Map<String, String> environment(Path kubeconfig, URI flink);

    /** Where it says that it is ready, and its metrics are. */
    URI ready();

    URI metrics();

    /** Prefix of the metric that counts rounds over clusters. */
    String rounds();
}
