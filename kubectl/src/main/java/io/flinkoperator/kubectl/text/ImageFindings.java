package io.flinkoperator.kubectl.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.flinkoperator.core.resources.FlinkImages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What of an image does not fit what docs/flink-images.md says the operator relies on. */
final class ImageFindings {
    private static final String PAGE = "see docs/flink-images.md.";

    /** Keys whose value, or option, is a folder that Flink itself reads and writes. */
    private static final Set<String> FOLDERS =
            Set.of(
                    "execution.checkpointing.dir",
                    "execution.checkpointing.savepoint-dir",
                    "high-availability.storageDir",
                    "state.checkpoints.dir",
                    "state.savepoints.dir",
                    "state.backend.fs.checkpointdir");

    /** What Flink says, whatever it is about to do. */
    private static final Pattern NO_FILE_SYSTEM =
            Pattern.compile("Could not find a file system implementation for scheme '(\\w+)'");

    private static final Pattern REFUSED =
            Pattern.compile("(?m)^.*(/opt/flink\\S*).*(Permission denied|AccessDenied).*$");

    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9]*)://.*");

    private final Sight sight;
    private final JsonNode spec;
    private final String image;
    private final List<Finding> findings = new ArrayList<>();

    private ImageFindings(Sight sight) {
        this.sight = sight;
        spec = sight.portrait().cluster().getSpec();
        image = spec.at("/image/name").asText();
    }

    static List<Finding> of(Sight sight) {
        if (sight.portrait().cluster().getSpec() == null) {
            return List.of();
        }
        ImageFindings all = new ImageFindings(sight);
        all.flink();
        all.user();
        all.fileSystems();
        return all.findings;
    }

    /** The first container of every pod copies what the image has. */
    private void flink() {
        sight.pods().stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(pod -> pod.getStatus().getInitContainerStatuses().stream())
                .filter(it -> it.getName().equals(FlinkImages.FIRST_CONTAINER) && hasFailed(it))
                .findFirst()
                .ifPresent(
                        it ->
                                add(
                                        "Image '%s' does not fit: it has no /opt/flink/conf that its"
                                                + " user can read, or no shell.",
                                        "Use an image that has Flink in /opt/flink; " + PAGE));
    }

    private static boolean hasFailed(ContainerStatus container) {
        return Stream.of(container.getState(), container.getLastState())
                .filter(it -> it != null && it.getTerminated() != null)
                .map(ContainerState::getTerminated)
                .anyMatch(it -> it.getExitCode() != null && it.getExitCode() != 0);
    }

    private void user() {
        boolean isUnknown =
                sight.pods().stream()
                        .flatMap(ImageFindings::waiting)
                        .anyMatch(it -> it.contains("runAsNonRoot"));
        if (isUnknown) {
            add(
                    "Image '%s' does not fit: its user is root, or a name, and the pod must not run"
                            + " as root.",
                    "Set runAsUser in securityContext: 9999 is the user of the official images; "
                            + PAGE);
        }
        words().map(REFUSED::matcher)
                .filter(Matcher::find)
                .findFirst()
                .ifPresent(
                        it ->
                                add(
                                        "Image '%s' does not fit: Flink runs as another user than"
                                                + " the one that "
                                                + it.group(1).replaceAll("[':,]+$", "")
                                                + " belongs to.",
                                        "Let user 9999 own /opt/flink, or set runAsUser in"
                                                + " securityContext to the one that does; "
                                                + PAGE));
    }

    private static Stream<String> waiting(Pod pod) {
        return pod.getStatus() == null
                ? Stream.empty()
                : Stream.concat(
                                pod.getStatus().getInitContainerStatuses().stream(),
                                pod.getStatus().getContainerStatuses().stream())
                        .map(ContainerStatus::getState)
                        .filter(it -> it != null && it.getWaiting() != null)
                        .map(it -> String.valueOf(it.getWaiting().getMessage()));
    }

    private void fileSystems() {
        Set<String> missing = new TreeSet<>();
        words().forEach(
                        text ->
                                NO_FILE_SYSTEM
                                        .matcher(text)
                                        .results()
                                        .forEach(it -> missing.add(it.group(1))));
        Map<String, String> folders = folders();
        if (FlinkImages.isOfficial(image) && !mentions("/opt/flink/plugins")) {
            folders.values().stream()
                    .filter(scheme -> !FlinkImages.isBuiltIn(scheme))
                    .filter(scheme -> !isTurnedOn(scheme))
                    .forEach(missing::add);
        }
        for (String scheme : missing) {
            String of =
                    folders.entrySet().stream()
                            .filter(it -> it.getValue().equals(scheme))
                            .map(Map.Entry::getKey)
                            .findFirst()
                            .map(key -> ", which " + key + " needs")
                            .orElse("");
            add(
                    "Image '%s' has no file system for " + scheme + ":// turned on" + of + ".",
                    "Name its jar of /opt/flink/opt in the variable ENABLE_BUILT_IN_PLUGINS"
                            + FlinkImages.fileSystem(scheme).map(it -> " (" + it + ")").orElse("")
                            + ", or put it into a folder of /opt/flink/plugins; "
                            + PAGE);
        }
    }

    /** Schemes by the key of the folder. */
    private Map<String, String> folders() {
        Map<String, String> all = new LinkedHashMap<>();
        spec.path("flinkProperties")
                .properties()
                .forEach(
                        it -> {
                            if (FOLDERS.contains(it.getKey())) {
                                addScheme(all, it.getKey(), it.getValue().asText());
                            }
                        });
        addScheme(all, "job.savepointsDir", spec.at("/job/savepointsDir").asText());
        addScheme(
                all,
                "highAvailability.storageDir",
                spec.at("/highAvailability/storageDir").asText());
        return all;
    }

    private static void addScheme(Map<String, String> all, String key, String folder) {
        Matcher scheme = SCHEME.matcher(folder);
        if (scheme.matches()) {
            all.put(key, scheme.group(1));
        }
    }

    private boolean isTurnedOn(String scheme) {
        // A variable that comes from elsewhere may say anything.
        boolean isSeen = !mentions("\"envFrom\"") && !mentions("HADOOP_CLASSPATH");
        Optional<String> jar = FlinkImages.fileSystem(scheme);
        return !isSeen || jar.isEmpty() || mentions(jar.get().replaceAll("-[a-z]+$", "-"));
    }

    private boolean mentions(String text) {
        return spec.toString().contains(text);
    }

    /** Texts in which Flink, or the image's entrypoint, may say what it lacks. */
    private Stream<String> words() {
        return Stream.of(
                        sight.logs().stream(),
                        sight.portrait().status().conditions().stream().map(it -> it.getMessage()),
                        sight.portrait().job().stream().flatMap(it -> it.failureReasons().stream()),
                        sight.exceptions().stream().map(JsonNode::toString))
                .flatMap(it -> it)
                .filter(it -> it != null);
    }

    private void add(String cause, String remedy) {
        findings.add(new Finding(cause.formatted(image), remedy));
    }
}
