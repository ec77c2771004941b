package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs after all other integration tests: what their operators have asked of API servers is what
 * the chart gives rights to, no more and no less.
 */
@Tag("last")
class RightsIT {
    private static final Path AUDIT = Path.of("target", "audit");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Rights that no test uses, or that it takes chance to use, and what they are for. */
    private static final Map<String, String> UNUSED =
            Map.of(
                    "update configmaps", "the operator gives it on to pods with high availability",
                    "update deployments/scale.apps", "as with StatefulSets, after an upgrade",
                    "update leases.coordination.k8s.io", "the framework does not start without it",
                    "get controllerrevisions.apps", "to see whose it is, if it is there already",
                    "get jobs.batch", "to see whose it is, if it is there already",
                    "get events", "to count an event that is told again",
                    "patch events", "to count an event that is told again");

    /** What Kubernetes lets everybody ask, and what comes with the fleet page. */
    private static final Set<String> OTHERS =
            Set.of(
                    "create selfsubjectrulesreviews.authorization.k8s.io",
                    "create subjectaccessreviews.authorization.k8s.io",
                    "create tokenreviews.authentication.k8s.io");

    @Test
    void theOperatorUsesAllRightsThatTheChartGivesAndLacksNone() throws IOException {
        // Given
        Set<String> given = new TreeSet<>();
        Rights.shipped().forEach(rule -> rights(rule).forEach(given::add));

        // When
        Set<String> used = new TreeSet<>();
        try (Stream<Path> logs = Files.list(AUDIT)) {
            for (Path log : logs.toList()) {
                lines(log).flatMap(RightsIT::right).forEach(used::add);
                Files.delete(log);
            }
        }

        // Then
        used.removeAll(OTHERS);
        System.out.printf("rights: %d given, %d used%n", given.size(), used.size());
        assertThat(used).as("what is asked for").isSubsetOf(given);
        Set<String> unused = new TreeSet<>(given);
        unused.removeAll(used);
        assertThat(unused).as("what is not").isSubsetOf(UNUSED.keySet());
    }

    private static Stream<String> rights(PolicyRule rule) {
        return rule.getApiGroups().stream()
                .flatMap(
                        group ->
                                rule.getResources().stream()
                                        .flatMap(
                                                resource ->
                                                        rule.getVerbs().stream()
                                                                .map(
                                                                        verb ->
                                                                                right(
                                                                                        verb, group,
                                                                                        resource))));
    }

    private static String right(String verb, String group, String resource) {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }

    private static Stream<String> lines(Path log) {
        try {
            return Files.readAllLines(log).stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Discovery needs no right; a line may be cut off where an API server was killed. */
    private static Stream<String> right(String line) {
        try {
            JsonNode request = MAPPER.readTree(line);
            JsonNode object = request.path("objectRef");
            String resource = object.path("resource").asText();
            String part = object.path("subresource").asText();
            return resource.isEmpty()
                    ? Stream.empty()
                    : Stream.of(
                            right(
                                    request.path("verb").asText(),
                                    object.path("apiGroup").asText(),
                                    part.isEmpty() ? resource : resource + "/" + part));
        } catch (IOException cutOff) {
            return Stream.empty();
        }
    }
}
