package io.flinkoperator.operator.controller;

import io.fabric8.kubernetes.api.model.Condition;
import io.flinkoperator.api.ComponentsStatus;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.api.OperationStatus;
import io.flinkoperator.core.decide.JobState;
import io.flinkoperator.core.decide.Status;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What is known of each FlinkCluster since its latest round, in few words. All of it can be lost at
 * any moment.
 */
public final class Fleet {
    private final Map<ResourceID, Member> members = new ConcurrentHashMap<>();

    /**
     * A condition.
     *
     * @param type For example Ready.
     * @param status True, False or Unknown.
     * @param reason Why, in one word.
     * @param since When the status became that.
     */
    public record Mark(String type, String status, String reason, Instant since) {}

    /**
     * One cluster.
     *
     * @param state State of the cluster; blank before the first.
     * @param jobState State of its job; blank for a session cluster.
     * @param operation What is under way; blank for nothing.
     * @param savedAt Of when the newest state is that a running job can be restored from: when it
     *     was started, if there is none; empty if no job is running.
     * @param webUi Address of Flink's web UI from outside; blank if it has none.
     * @param marks Conditions.
     */
    public record Member(
            String state,
            String jobState,
            String operation,
            Optional<Instant> savedAt,
            String webUi,
            List<Mark> marks) {

        static Member of(FlinkClusterStatus status) {
            Optional<JobStatus> job =
                    Optional.ofNullable(status.components()).map(ComponentsStatus::job);
            return new Member(
                    text(status.state()),
                    job.map(JobStatus::state).orElse(""),
                    Optional.ofNullable(status.operation()).map(OperationStatus::name).orElse(""),
                    job.filter(it -> JobState.RUNNING.word().equals(it.state()))
                            .flatMap(Member::savedAt),
                    Optional.ofNullable(status.components()).map(Member::webUi).orElse(""),
                    status.conditions().stream().flatMap(Member::mark).toList());
        }

        private static Optional<Instant> savedAt(JobStatus job) {
            return Stream.of(job.checkpointTime(), job.savepointTime(), job.startTime())
                    .flatMap(text -> Status.time(text).stream())
                    .max(Comparator.naturalOrder());
        }

        private static String webUi(ComponentsStatus components) {
            return Stream.of(components.jobManagerIngress(), components.jobManagerRoute())
                    .filter(Objects::nonNull)
                    .flatMap(entrance -> entrance.urls().stream())
                    .findFirst()
                    .orElse("");
        }

        private static Stream<Mark> mark(Condition condition) {
            return Status.time(condition.getLastTransitionTime()).stream()
                    .map(
                            since ->
                                    new Mark(
                                            text(condition.getType()),
                                            text(condition.getStatus()),
                                            text(condition.getReason()),
                                            since));
        }

        Optional<Mark> mark(String type, String status) {
            return mark(type).filter(it -> it.status().equals(status));
        }

        /** A condition, if it is there. */
        public Optional<Mark> mark(String type) {
            return marks.stream().filter(it -> it.type().equals(type)).findFirst();
        }
    }

    void saw(ResourceID id, FlinkClusterStatus status) {
        members.put(id, Member.of(status));
    }

    void forget(ResourceID id) {
        members.remove(id);
    }

    /** All of them. */
    public Map<ResourceID, Member> members() {
        return Map.copyOf(members);
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }
}
