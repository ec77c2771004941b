package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.GeneratedPage;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventCatalogueTest {
    @Test
    void everyReasonOfTheTableIsInIt() {
        assertThat(JobTransitions.TABLE).allMatch(row -> EventCatalogue.knows(row.reason()));
        assertThat(EventCatalogue.knows("JobExploded")).isFalse();
    }

    @Test
    void pageIsMadeFromIt() throws IOException {
        GeneratedPage.isUpToDate("events.md", page());
    }

    private static String page() {
        return """
        # Events

        Made by `make generate`; do not edit. `kubectl describe flinkcluster NAME` shows the events of the past hour, the log has all of them. A warning
        is the same as the message of a condition that has become true.

        | reason | meaning | what to do |
        |---|---|---|
        %s

        Other reasons of warnings are Kubernetes' own words about pods, such as `ImagePullBackOff`, `CrashLoopBackOff`, `Unschedulable`, `FailedCreate` or `FailedMount`;
        the message names the pod and the cause.
        """
                .formatted(
                        EventCatalogue.ENTRIES.stream()
                                .map(
                                        it ->
                                                "| %s | %s | %s |"
                                                        .formatted(
                                                                it.shown(),
                                                                it.meaning(),
                                                                it.remedy()))
                                .collect(Collectors.joining("\n")));
    }
}
