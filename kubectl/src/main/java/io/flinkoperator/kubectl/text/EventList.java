package io.flinkoperator.kubectl.text;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventSeries;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.flinkoperator.core.decide.Status;
import io.flinkoperator.kubectl.text.Ink.Tone;
import io.flinkoperator.kubectl.text.Table.Cell;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Events, one a line. */
public final class EventList {
    /** What the operator names the objects of a cluster, and Kubernetes what is made of them. */
    private static final String PARTS =
            "(-(jobmanager|taskmanager|job-submitter|preflight|disposal|configmap)(-.*)?)?";

    private EventList() {}

    /** The events about a cluster and what it consists of, the oldest first. */
    public static List<Event> of(String cluster, List<Event> all) {
        Pattern names = Pattern.compile(Pattern.quote(cluster) + PARTS);
        return all.stream()
                .filter(it -> names.matcher(it.getInvolvedObject().getName()).matches())
                .sorted(Comparator.comparing(it -> Status.time(time(it)).orElse(Instant.EPOCH)))
                .toList();
    }

    /** When it last happened; what has no time is old. */
    static String time(Event event) {
        return Optional.ofNullable(event.getSeries())
                .map(EventSeries::getLastObservedTime)
                .map(MicroTime::getTime)
                .or(() -> Optional.ofNullable(event.getLastTimestamp()))
                .or(() -> Optional.ofNullable(event.getEventTime()).map(MicroTime::getTime))
                .or(() -> Optional.ofNullable(event.getMetadata().getCreationTimestamp()))
                .orElse("");
    }

    /** The lines. */
    public static List<String> lines(List<Event> events, Instant now, Ink ink) {
        Table table = new Table(List.of("AGE", "TYPE", "REASON", "OBJECT", "MESSAGE"));
        events.forEach(
                it ->
                        table.add(
                                Cell.of(Age.of(time(it), now) + times(it)),
                                new Cell(it.getType(), tone(it)),
                                Cell.of(Portrait.orDash(it.getReason())),
                                Cell.of(object(it)),
                                Cell.of(oneLine(it.getMessage()))));
        return table.lines(ink);
    }

    static Tone tone(Event event) {
        return "Warning".equals(event.getType()) ? Tone.BAD : Tone.PLAIN;
    }

    private static String times(Event event) {
        return event.getCount() == null || event.getCount() < 2 ? "" : " x" + event.getCount();
    }

    private static String object(Event event) {
        return event.getInvolvedObject().getKind() + "/" + event.getInvolvedObject().getName();
    }

    static String oneLine(String message) {
        return message == null ? "–" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
