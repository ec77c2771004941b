package io.flinkoperator.kubectl.text;

import io.flinkoperator.api.Savepoint;
import io.flinkoperator.api.SavepointStatus;
import io.flinkoperator.kubectl.text.Ink.Tone;
import io.flinkoperator.kubectl.text.Table.Cell;
import java.time.Instant;
import java.util.List;

/** The savepoints of a job, the newest first, after the one that is being taken. */
public final class SavepointList {
    private SavepointList() {}

    /** The lines. */
    public static List<String> lines(Portrait portrait, Instant now, Ink ink) {
        Table table = new Table(List.of("AGE", "STATE", "REASON", "LOCATION"));
        SavepointStatus latest = portrait.status().savepoint();
        if (latest != null && !"Succeeded".equals(latest.state())) {
            table.add(
                    Cell.of(Age.of(latest.triggerTime(), now)),
                    new Cell(latest.state(), isFailed(latest) ? Tone.BAD : Tone.MIND),
                    Cell.of(Portrait.orDash(latest.triggerReason())),
                    Cell.of(Portrait.orDash(EventList.oneLine(latest.message()))));
        }
        portrait.status().savepoints().forEach(it -> table.add(row(it, now)));
        return table.lines(ink);
    }

    private static boolean isFailed(SavepointStatus savepoint) {
        return "Failed".equals(savepoint.state());
    }

    private static List<Cell> row(Savepoint it, Instant now) {
        return List.of(
                Cell.of(Age.of(it.time(), now)),
                new Cell("Succeeded", Tone.GOOD),
                Cell.of(Portrait.orDash(it.reason())),
                Cell.of(it.location()));
    }
}
