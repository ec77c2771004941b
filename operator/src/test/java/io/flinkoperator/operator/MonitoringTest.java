package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts and dashboards speak of metrics that there are, and every alert has a page. */
class MonitoringTest {
    private static final Path FOLDER = Path.of("../helm/flink-operator/monitoring");
    private static final Pattern METRIC = Pattern.compile("flink_operator_[a-z_]*[a-z]");

    @Test
    void whatAlertsAndDashboardsReadIsDocumented() throws IOException {
        Set<String> documented = metrics(Path.of("../docs/operations.md"));
        Set<String> read = new TreeSet<>(metrics(FOLDER.resolve("alerts.yaml")));
        try (Stream<Path> dashboards = Files.list(FOLDER.resolve("dashboards"))) {
            for (Path dashboard : dashboards.toList()) {
                read.addAll(metrics(dashboard));
            }
        }

        assertThat(read)
                .isNotEmpty()
                .allMatch(
                        it ->
                                documented.contains(it)
                                        || documented.contains(
                                                it.replaceFirst("_(count|sum|bucket)$", "")));
    }

    @Test
    void everyAlertSaysWhatToDo() throws IOException {
        String page = Files.readString(Path.of("../docs/alerts.md"));
        JsonNode groups =
                new ObjectMapper(new YAMLFactory())
                        .readTree(FOLDER.resolve("alerts.yaml").toFile())
                        .path("groups");

        assertThat(groups.findValuesAsText("alert"))
                .hasSizeGreaterThan(5)
                .allMatch(alert -> page.contains("\n## " + alert + "\n"));
        assertThat(groups.findValuesAsText("runbook_url"))
                .isEqualTo(
                        groups.findValuesAsText("alert").stream()
                                .map(it -> "docs/alerts.md#" + it.toLowerCase(Locale.ROOT))
                                .toList());
    }

    private static Set<String> metrics(Path file) throws IOException {
        return METRIC.matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
