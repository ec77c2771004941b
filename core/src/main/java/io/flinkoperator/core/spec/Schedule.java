package io.flinkoperator.core.spec;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.flinkoperator.api.SavepointSchedule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** When savepoints are due by a schedule. */
public final class Schedule {
    private Schedule() {}

    /**
     * The first due time after another one, late by the cluster's own part of the jitter; empty if
     * there never is one.
     *
     * @param schedule A valid schedule.
     * @param uid Kubernetes' id of the FlinkCluster.
     * @param after Time after which it lies.
     */
    public static Optional<Instant> next(SavepointSchedule schedule, String uid, Instant after) {
        long late =
                Math.floorMod(
                        Long.parseLong(Revision.hash(uid).substring(0, 15), 16),
                        schedule.jitterSeconds() + 1L);
        return cron(schedule.cron())
                .flatMap(
                        cron ->
                                ExecutionTime.forCron(cron)
                                        .nextExecution(
                                                after.minusSeconds(late)
                                                        .atZone(
                                                                zone(schedule.timeZone())
                                                                        .orElseThrow())))
                .map(ZonedDateTime::toInstant)
                .map(time -> time.plusSeconds(late));
    }

    static Optional<Cron> cron(String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            var unix = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
            return Optional.of(new CronParser(unix).parse(text));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    static Optional<ZoneId> zone(String name) {
        if (name == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
