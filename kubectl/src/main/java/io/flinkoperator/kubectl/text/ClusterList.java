package io.flinkoperator.kubectl.text;

import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.api.OperationStatus;
import io.flinkoperator.api.RevisionStatus;
import io.flinkoperator.api.WorkloadStatus;
import io.flinkoperator.core.decide.JobState;
import io.flinkoperator.kubectl.text.Ink.Tone;
import io.flinkoperator.kubectl.text.Table.Cell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * FlinkClusters, one a line.
 *
 * @param isWide Whether with more columns.
 * @param hasNamespaces Whether with a column of namespaces.
 * @param now The time.
 */
public record ClusterList(boolean isWide, boolean hasNamespaces, Instant now) {
    private static final List<String> COLUMNS =
            List.of("NAME", "STATE", "READY", "JOB", "FLINK", "TASKMANAGERS", "OPERATION", "AGE");
    private static final List<String> MORE =
            List.of("JOBMANAGER", "NEWEST STATE", "REVISION", "IMAGE");

    /** The lines. */
    public List<String> lines(List<FlinkCluster> clusters, Ink ink) {
        List<String> header = new ArrayList<>(COLUMNS);
        header.addAll(isWide ? MORE : List.of());
        if (hasNamespaces) {
            header.add(0, "NAMESPACE");
        }
        Table table = new Table(header);
        clusters.stream()
                .map(Portrait::of)
                .sorted(Comparator.comparing(Portrait::fullName))
                .forEach(it -> table.add(row(it)));
        return table.lines(ink);
    }

    private List<Cell> row(Portrait it) {
        List<Cell> row = new ArrayList<>();
        if (hasNamespaces) {
            row.add(Cell.of(it.cluster().getMetadata().getNamespace()));
        }
        row.add(Cell.of(it.name()));
        row.add(Cell.of(Portrait.orDash(it.status().state())));
        row.add(new Cell(it.ready(), it.readiness()));
        row.add(job(it));
        row.add(Cell.of(Portrait.orDash(it.status().flinkVersion())));
        row.add(Cell.of(ready(it.taskManager())));
        row.add(Cell.of(it.operation().map(OperationStatus::name).orElse("–")));
        row.add(Cell.of(Age.of(it.cluster().getMetadata().getCreationTimestamp(), now)));
        if (isWide) {
            row.addAll(more(it));
        }
        return row;
    }

    private static Cell job(Portrait it) {
        JobState state = it.jobState();
        Tone tone = state == JobState.FAILED || state == JobState.LOST ? Tone.BAD : Tone.PLAIN;
        String text = it.isJobCluster() ? Portrait.orDash(state.word()) : "session";
        return new Cell(text, tone);
    }

    private List<Cell> more(Portrait it) {
        String revision =
                Optional.ofNullable(it.status().revision())
                        .map(RevisionStatus::currentRevision)
                        .orElse("–");
        return List.of(
                Cell.of(ready(it.jobManager())),
                Cell.of(it.job().flatMap(this::newestState).orElse("–")),
                Cell.of(revision),
                Cell.of(Portrait.orDash(it.cluster().getSpec().at("/image/name").asText())));
    }

    private Optional<String> newestState(JobStatus job) {
        return Newest.of(job).map(it -> it.kind() + " " + Age.of(it.time(), now));
    }

    private static String ready(Optional<WorkloadStatus> pods) {
        return pods.map(WorkloadStatus::ready).orElse("–");
    }
}
