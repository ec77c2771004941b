package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Points in time at which savepoints are taken. One that is missed, because the job did not run or
 * another savepoint was being taken, is skipped.
 *
 * @param cron Five fields as in crontab: minute, hour, day of month, month, day of week; for
 *     example "0 3 * * *".
 * @param timeZone Name of the time zone in the tz database, for example "Europe/Berlin".
 * @param jitterSeconds Each cluster is late by a fixed part of it, so that not all of them take
 *     their savepoints at the same time.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SavepointSchedule(
        @Required @Size(min = 1) String cron,
        @Default("UTC") String timeZone,
        @Default("0") @Min(0) Integer jitterSeconds) {}
