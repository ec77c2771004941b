package io.flinkoperator.kubectl.text;

import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.core.decide.Preview;
import io.flinkoperator.core.decide.Preview.End;
import io.flinkoperator.core.decide.Preview.Outcome;
import io.flinkoperator.core.decide.Preview.Pods;
import io.flinkoperator.core.decide.Preview.Renewal;
import io.flinkoperator.core.spec.Change;
import io.flinkoperator.kubectl.text.Ink.Tone;
import io.flinkoperator.kubectl.text.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an edit would do, in words.
 *
 * @param name Namespace and name of the cluster.
 * @param hasJob Whether it has a job of its own.
 * @param preview What the edit would do.
 */
public record PlanText(String name, boolean hasJob, Preview preview) {

    /** The lines. */
    public List<String> lines(Ink ink) {
        List<String> lines = new ArrayList<>();
        lines.add(ink.paint(Tone.TITLE, name) + ": " + ink.paint(tone(), verdict()));
        preview.reasons().forEach(it -> lines.add("  " + it));
        if (!preview.changes().isEmpty()) {
            lines.add("");
            changes().lines(ink).forEach(it -> lines.add("  " + it));
        }
        if (!preview.objects().isEmpty()) {
            boolean isNew = preview.outcome() == Outcome.CREATED;
            lines.add("");
            lines.add(isNew ? "Objects that are made:" : "Objects that change:");
            preview.objects().forEach(it -> lines.add("  " + it));
        }
        preview.renewal().ifPresent(it -> lines.addAll(steps(it)));
        return lines;
    }

    private Tone tone() {
        return switch (preview.outcome()) {
            case REFUSED, HELD_BACK -> Tone.BAD;
            case STOPPED, RENEWED -> Tone.MIND;
            case CREATED, NOTHING, IN_PLACE -> Tone.GOOD;
        };
    }

    private String verdict() {
        return switch (preview.outcome()) {
            case REFUSED -> "the spec would be refused; what runs would be left alone";
            case HELD_BACK -> "the change would be held back; what runs would be left alone";
            case CREATED -> "the cluster would be made";
            case NOTHING -> "nothing would happen";
            case IN_PLACE -> "it would be changed in place; no pod would be replaced";
            case STOPPED -> "the job would be stopped";
            case RENEWED ->
                    hasJob ? "the job would be started anew" : "the cluster would be made anew";
        };
    }

    private Table changes() {
        Table table = new Table(List.of("FIELD", "BEFORE", "AFTER", "EFFECT"));
        preview.changes()
                .forEach(
                        it ->
                                table.add(
                                        Cell.of(it.field()),
                                        Cell.of(it.before()),
                                        Cell.of(it.after()),
                                        new Cell(word(it), Tone.FAINT)));
        return table;
    }

    private static String word(Change change) {
        return switch (change.effect()) {
            case NOTHING -> "touches nothing";
            case IN_PLACE -> "in place";
            case RESCALE -> "adds or removes pods";
            case STOP -> "stops or starts the job";
            case RESTORE -> "starts from there";
            case RESTART -> "starts anew";
        };
    }

    private List<String> steps(Renewal renewal) {
        List<String> steps = new ArrayList<>();
        steps.add("");
        if (renewal.isChecked()) {
            steps.add(
                    "Check   a pod checks that image, jar and state can be had; else nothing stops");
        }
        if (renewal.end() != End.NONE) {
            steps.add("Stop    " + end(renewal.end()));
        }
        steps.add("Pods    " + pods(renewal.pods()));
        if (hasJob) {
            steps.add("Start   from " + start(renewal));
        }
        renewal.fallback()
                .ifPresent(
                        it ->
                                steps.add(
                                        "Proof   it runs and completes a checkpoint within "
                                                + renewal.provenWithin()
                                                + " s; else "
                                                + it
                                                + " comes back"));
        return steps;
    }

    private static String end(End end) {
        return end == End.WITH_SAVEPOINT
                ? "the job is stopped with a savepoint"
                : "the job is cancelled";
    }

    private static String pods(Pods pods) {
        return switch (pods) {
            case STAY -> "stay; only the job is submitted again";
            case REPLACED_ONE_BY_ONE -> "are replaced one by one while the job is stopped";
            case REMOVED_FIRST -> "are all removed, then made anew";
        };
    }

    private static String start(Renewal renewal) {
        Optional<RestoreStatus> state =
                renewal.start().filter(it -> it.path() != null || !it.checkpoints().isEmpty());
        if (state.isEmpty()) {
            return renewal.end() == End.WITH_SAVEPOINT
                    ? "that savepoint"
                    : "nothing: it has no state";
        }
        List<String> folders = state.get().checkpoints();
        String newest =
                folders.isEmpty()
                        ? null
                        : "the newest checkpoint in " + folders.get(folders.size() - 1);
        String path = state.get().path();
        if (newest == null) {
            return path;
        }
        return path == null ? newest : newest + ", no older than " + path;
    }
}
