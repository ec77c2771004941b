package io.flinkoperator.operator.page;

import io.flinkoperator.operator.controller.Fleet;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A cluster as the page shows it.
 *
 * @param namespace Its namespace.
 * @param name Its name.
 * @param state State of the cluster.
 * @param job State of its job; blank for a session cluster.
 * @param ready Status of condition Ready.
 * @param trouble Reason of condition Degraded; blank if there is none.
 * @param operation What is under way; blank for nothing.
 * @param savedAt Of when the newest state is that a running job can be restored from; blank if no
 *     job is running.
 * @param webUi Address of Flink's web UI from outside; blank if it has none.
 */
record Row(
        String namespace,
        String name,
        String state,
        String job,
        String ready,
        String trouble,
        String operation,
        String savedAt,
        String webUi) {

    /** The clusters of some namespaces, by namespace and name. */
    static List<Row> of(Fleet fleet, Predicate<String> namespaces) {
        return fleet.members().entrySet().stream()
                .filter(it -> namespaces.test(it.getKey().getNamespace().orElse("")))
                .map(
                        it ->
                                of(
                                        it.getKey().getNamespace().orElse(""),
                                        it.getKey().getName(),
                                        it.getValue()))
                .sorted(Comparator.comparing(Row::namespace).thenComparing(Row::name))
                .toList();
    }

    private static Row of(String namespace, String name, Fleet.Member member) {
        return new Row(
                namespace,
                name,
                member.state(),
                member.jobState(),
                member.mark("Ready").map(Fleet.Mark::status).orElse("Unknown"),
                member.mark("Degraded")
                        .filter(mark -> mark.status().equals("True"))
                        .map(Fleet.Mark::reason)
                        .orElse(""),
                member.operation(),
                text(member.savedAt()),
                member.webUi());
    }

    private static String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("");
    }
}
