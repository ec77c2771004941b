package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;

/**
 * Time between a failure of the job and its next start, which doubles with each further failure.
 *
 * @param initialSeconds Time before the first restart.
 * @param maxSeconds The longest time.
 * @param maxRestarts Number of restarts after which the job stays Failed. Default: no limit.
 * @param resetAfterSeconds A job that ran that long is taken to be well again: counting restarts
 *     and doubling begin anew.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestartBackoff(
        @Default("10") @Min(0) Integer initialSeconds,
        @Default("300") @Min(0) Integer maxSeconds,
        @Min(0) Integer maxRestarts,
        @Default("600") @Min(1) Integer resetAfterSeconds) {}
