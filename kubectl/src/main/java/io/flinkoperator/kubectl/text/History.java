package io.flinkoperator.kubectl.text;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.flinkoperator.api.OperationRecord;
import io.flinkoperator.api.RevisionStatus;
import io.flinkoperator.kubectl.text.Ink.Tone;
import io.flinkoperator.kubectl.text.Table.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What was done to a job, and the revisions that there are to go back to. */
public final class History {
    private History() {}

    /** The lines. */
    public static List<String> lines(
            Portrait portrait, List<ControllerRevision> revisions, Instant now, Ink ink) {
        List<String> lines = new ArrayList<>(operations(portrait, now, ink));
        lines.add("");
        lines.addAll(revisions(portrait, revisions, now, ink));
        return lines;
    }

    private static List<String> operations(Portrait portrait, Instant now, Ink ink) {
        if (portrait.status().history().isEmpty()) {
            return List.of("Nothing has been done to it yet.");
        }
        Table table =
                new Table(
                        List.of(
                                "AGE",
                                "OPERATION",
                                "OUTCOME",
                                "TOOK",
                                "REVISION",
                                "STARTED FROM",
                                "REASON"));
        portrait.status().history().forEach(it -> table.add(row(it, now)));
        return table.lines(ink);
    }

    private static List<Cell> row(OperationRecord it, Instant now) {
        boolean isGood = "Succeeded".equals(it.outcome());
        String message = it.message() == null ? "" : ": " + EventList.oneLine(it.message());
        long seconds = it.durationSeconds() == null ? 0 : it.durationSeconds();
        return List.of(
                Cell.of(Age.of(it.startTime(), now)),
                Cell.of(Portrait.orDash(it.name())),
                new Cell(Portrait.orDash(it.outcome()), isGood ? Tone.GOOD : Tone.BAD),
                Cell.of(Age.text(Duration.ofSeconds(seconds))),
                Cell.of(Portrait.orDash(it.toRevision())),
                Cell.of(Portrait.orDash(it.state())),
                Cell.of(Portrait.orDash(it.reason()) + message));
    }

    private static List<String> revisions(
            Portrait portrait, List<ControllerRevision> revisions, Instant now, Ink ink) {
        Table table = new Table(List.of("REVISION", "NUMBER", "AGE", "IS"));
        revisions.stream()
                .sorted(Comparator.comparing(ControllerRevision::getRevision).reversed())
                .forEach(
                        it ->
                                table.add(
                                        Cell.of(it.getMetadata().getName()),
                                        Cell.of(String.valueOf(it.getRevision())),
                                        Cell.of(
                                                Age.of(
                                                        it.getMetadata().getCreationTimestamp(),
                                                        now)),
                                        Cell.of(roles(portrait, it.getMetadata().getName()))));
        return table.lines(ink);
    }

    private static String roles(Portrait portrait, String name) {
        Optional<RevisionStatus> status = Optional.ofNullable(portrait.status().revision());
        List<String> roles = new ArrayList<>();
        status.map(RevisionStatus::currentRevision)
                .filter(name::equals)
                .ifPresent(it -> roles.add("deployed"));
        status.map(RevisionStatus::nextRevision)
                .filter(name::equals)
                .ifPresent(it -> roles.add("asked for"));
        status.map(RevisionStatus::stableRevision)
                .filter(name::equals)
                .ifPresent(it -> roles.add("proven"));
        status.map(RevisionStatus::failedRevision)
                .filter(name::equals)
                .ifPresent(it -> roles.add("given up"));
        return roles.isEmpty() ? "–" : String.join(", ", roles);
    }
}
