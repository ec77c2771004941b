package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Job clusters on a real node with real Flink. */
class WordCountE2E {
    private static final Path TEXT =
            Path.of(
                    "../examples/wordcount/src/main/resources/io/flinkoperator/examples/wordcount/opticks.txt");
    private static final Pattern ROW = Pattern.compile("(\\p{L}[\\p{L}']*)\t(\\d+)");

    private RealCluster real;

    @BeforeEach
    void makeNamespace(TestInfo test) {
        String method = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        real = new RealCluster("e2e-" + method);
    }

    @AfterEach
    void removeNamespace() {
        real.close();
    }

    @Test
    void countsTheWordsRightAndLeavesNothingBehind() {
        // When
        String name = real.apply("wordcount", UnaryOperator.identity());
        eventually(() -> assertThat(real.jobState(name)).isEqualTo("Succeeded"));

        // Then
        eventually(() -> assertThat(printed(name)).isEqualTo(counted()));
        assertThat(real.status(name, "/flinkVersion")).isEqualTo("2.3.0");
        eventually(() -> assertThat(real.rest(name, "/jobs/overview").path("jobs")).hasSize(1));

        // When
        real.client.resource(real.cluster(name)).delete();

        // Then
        eventually(() -> assertThat(real.objects(name)).isEmpty());
    }

    @Test
    void runsAsApplicationAndIsCleanedUp() {
        // When
        String name =
                real.apply(
                        "wordcount",
                        yaml ->
                                yaml.replace("  job:\n", "  job:\n    mode: Application\n")
                                        .replace(
                                                "afterJobSucceeds: KeepCluster",
                                                "afterJobSucceeds: DeleteCluster"));

        // Then
        eventually(() -> assertThat(real.status(name, "/state")).isEqualTo("Stopped"));
        assertThat(real.jobState(name)).isEqualTo("Succeeded");
        eventually(
                () ->
                        assertThat(real.objects(name))
                                .as("the history of revisions is all that stays")
                                .singleElement()
                                .asString()
                                .startsWith("ControllerRevision/"));
    }

    @Test
    void saysWhyAJobFails() {
        // When
        String detached =
                real.apply(
                        "wordcount",
                        yaml ->
                                yaml.replace("name: wordcount\n", "name: detached\n")
                                        .replace("wordcount.WordCount", "wordcount.Missing")
                                        .replace("replicas: 2", "replicas: 1")
                                        .replace("parallelism: 2", "parallelism: 1"));
        String application =
                real.apply(
                        "wordcount",
                        yaml ->
                                yaml.replace("name: wordcount\n", "name: application\n")
                                        .replace("  job:\n", "  job:\n    mode: Application\n")
                                        .replace("replicas: 2", "replicas: 1")
                                        .replace(
                                                "    parallelism: 2",
                                                "    parallelism: 1\n    args: [--input, /missing.txt]"));

        // Then
        eventually(() -> assertThat(real.jobState(detached)).isEqualTo("Failed"));
        eventually(
                () ->
                        assertThat(real.status(detached, "/components/job/failureReasons/0"))
                                .contains("ClassNotFoundException")
                                .contains("wordcount.Missing"));
        eventually(() -> assertThat(real.jobState(application)).isEqualTo("Failed"));
        eventually(
                () ->
                        assertThat(real.status(application, "/components/job/failureReasons/0"))
                                .contains("/missing.txt"));
    }

    @Test
    @Tag("alone")
    void aKillOfTheOperatorInMidSubmissionGivesOneJob() {
        for (Moment moment : Moment.values()) {
            // Given
            String name =
                    real.apply(
                            "wordcount",
                            yaml ->
                                    yaml.replace(
                                                    "name: wordcount\n",
                                                    "name: " + moment.cluster() + "\n")
                                            .replace("replicas: 2", "replicas: 1")
                                            .replace("parallelism: 2", "parallelism: 1"));
            eventually(() -> assertThat(moment.hasCome(real, name)).isTrue());

            // When
            real.killOperator();

            // Then
            eventually(() -> assertThat(real.jobState(name)).isEqualTo("Succeeded"));
            eventually(
                    () -> {
                        JsonNode jobs = real.rest(name, "/jobs/overview").path("jobs");
                        assertThat(jobs).as("jobs after a kill when %s", moment).hasSize(1);
                        assertThat(jobs.get(0).path("jid").asText())
                                .isEqualTo(real.status(name, "/components/job/id"));
                    });
            assertThat(real.status(name, "/components/job/attempt")).isEqualTo("0");
            real.client.resource(real.cluster(name)).delete();
            eventually(() -> assertThat(real.objects(name)).isEmpty());
        }
    }

    /** When the operator is killed. */
    private enum Moment {
        INTENT_IS_RECORDED {
            @Override
            boolean hasCome(RealCluster real, String name) {
                return !real.status(name, "/components/job/id").isEmpty();
            }
        },
        SUBMITTER_WORKS {
            @Override
            boolean hasCome(RealCluster real, String name) {
                return real.objects(name).stream()
                        .anyMatch(object -> object.startsWith("Pod/" + name + "-job-submitter"));
            }
        },
        FLINK_HAS_THE_JOB {
            @Override
            boolean hasCome(RealCluster real, String name) {
                return real.objects(name).stream()
                                .anyMatch(o -> o.startsWith("Pod/" + name + "-job-submitter"))
                        && !real.rest(name, "/jobs/overview").path("jobs").isEmpty();
            }
        };

        abstract boolean hasCome(RealCluster real, String name);

        String cluster() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private Map<String, Long> printed(String name) {
        Map<String, Long> counts = new TreeMap<>();
        for (String line : real.output(name)) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                counts.put(row.group(1), Long.valueOf(row.group(2)));
            }
        }
        return counts;
    }

    /** Counted here in another way than the job does. */
    private static Map<String, Long> counted() {
        Map<String, Long> counts = new TreeMap<>();
        String text = RealCluster.read(TEXT).toLowerCase(Locale.ROOT);
        List<String> words =
                List.of(text.replaceAll("(?<!\\p{L})'|'(?!\\p{L})|[^\\p{L}']", " ").split(" +"));
        words.stream().filter(word -> !word.isEmpty()).forEach(w -> counts.merge(w, 1L, Long::sum));
        return counts;
    }
}
