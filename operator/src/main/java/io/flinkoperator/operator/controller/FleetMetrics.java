package io.flinkoperator.operator.controller;

import io.flinkoperator.operator.controller.Fleet.Mark;
import io.flinkoperator.operator.controller.Fleet.Member;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells Prometheus of the fleet; how many series that are does not depend on its size. */
public final class FleetMetrics {
    /** So many clusters are named. */
    private static final int MOST_NAMED = 100;

    private static final Map<String, Duration> AGES =
            Map.of(
                    "5m", Duration.ofMinutes(5),
                    "15m", Duration.ofMinutes(15),
                    "1h", Duration.ofHours(1),
                    "6h", Duration.ofHours(6),
                    "24h", Duration.ofHours(24));

    private final Fleet fleet;
    private final Clock clock;
    private final MultiGauge clusters;
    private final MultiGauge jobs;
    private final MultiGauge operations;
    private final MultiGauge conditions;
    private final MultiGauge conditionAges;
    private final MultiGauge unsaved;
    private final MultiGauge degraded;

    /** Metrics of a fleet in a registry. */
    public FleetMetrics(Fleet fleet, Clock clock, MeterRegistry registry) {
        this.fleet = fleet;
        this.clock = clock;
        clusters = gauge("clusters", "FlinkClusters by state.", registry);
        jobs = gauge("jobs", "Jobs by state.", registry);
        operations = gauge("operations.under.way", "Operations under way, by name.", registry);
        conditions =
                gauge("conditions", "FlinkClusters by type and status of a condition.", registry);
        conditionAges =
                gauge(
                        "condition.longest.seconds",
                        "Since when a condition has had a status in one cluster, the longest time.",
                        registry);
        unsaved =
                gauge(
                        "unsaved.jobs",
                        "Running jobs without a checkpoint or savepoint for longer than that.",
                        registry);
        degraded =
                gauge(
                        "degraded.seconds",
                        "Since when a FlinkCluster has been Degraded; the 100 longest are named.",
                        registry);
    }

    private static MultiGauge gauge(String name, String description, MeterRegistry registry) {
        return MultiGauge.builder("flink.operator." + name)
                .description(description)
                .register(registry);
    }

    /** Brings the metrics up to date; called whenever somebody is about to read them. */
    public synchronized void refresh() {
        Instant now = clock.instant();
        Map<ResourceID, Member> members = fleet.members();
        count(clusters, "state", members.values(), Member::state);
        count(jobs, "state", members.values(), Member::jobState);
        count(operations, "operation", members.values(), Member::operation);
        conditions(members.values(), now);
        Map<Tags, Long> unsavedByAge = new HashMap<>();
        AGES.forEach(
                (name, age) ->
                        unsavedByAge.put(
                                Tags.of("longer_than", name), unsaved(members.values(), now, age)));
        show(unsaved, unsavedByAge);
        show(degraded, degraded(members, now));
    }

    private static void count(
            MultiGauge gauge,
            String tag,
            Collection<Member> members,
            Function<Member, String> value) {
        show(
                gauge,
                members.stream()
                        .map(value)
                        .filter(it -> !it.isBlank())
                        .collect(
                                Collectors.groupingBy(
                                        it -> Tags.of(tag, it), Collectors.counting())));
    }

    private void conditions(Collection<Member> members, Instant now) {
        Map<Tags, Long> counts = new HashMap<>();
        Map<Tags, Long> longest = new HashMap<>();
        for (Member member : members) {
            for (Mark mark : member.marks()) {
                Tags tags = Tags.of("type", mark.type(), "status", mark.status());
                counts.merge(tags, 1L, Long::sum);
                longest.merge(tags, age(mark, now), Math::max);
            }
        }
        show(conditions, counts);
        show(conditionAges, longest);
    }

    private static void show(MultiGauge gauge, Map<Tags, Long> values) {
        gauge.register(
                values.entrySet().stream()
                        .map(it -> MultiGauge.Row.of(it.getKey(), it.getValue()))
                        .toList(),
                true);
    }

    private static long unsaved(Collection<Member> members, Instant now, Duration age) {
        return members.stream()
                .flatMap(member -> member.savedAt().stream())
                .filter(savedAt -> savedAt.isBefore(now.minus(age)))
                .count();
    }

    private static Map<Tags, Long> degraded(Map<ResourceID, Member> members, Instant now) {
        record Named(ResourceID id, Mark mark) {
            Tags tags() {
                return Tags.of(
                        "namespace",
                        id.getNamespace().orElse(""),
                        "name",
                        id.getName(),
                        "reason",
                        mark.reason());
            }
        }
        return members.entrySet().stream()
                .flatMap(
                        it ->
                                it.getValue().mark("Degraded", "True").stream()
                                        .map(mark -> new Named(it.getKey(), mark)))
                .sorted(Comparator.comparing(it -> it.mark().since()))
                .limit(MOST_NAMED)
                .collect(Collectors.toMap(Named::tags, it -> age(it.mark(), now)));
    }

    private static long age(Mark mark, Instant now) {
        return Math.max(0, Duration.between(mark.since(), now).toSeconds());
    }
}
