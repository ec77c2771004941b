package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Something that the operator has done.
 *
 * @param name What: as in operation.
 * @param reason Why.
 * @param fromRevision Revision that was deployed before.
 * @param toRevision Revision that was deployed after it.
 * @param state Savepoint or checkpoint that the job was restored from.
 * @param startTime When it began.
 * @param durationSeconds How long it took.
 * @param outcome Succeeded, Failed, Aborted or Superseded.
 * @param message What went wrong.
 * @param steps What the time went into.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OperationRecord(
        String name,
        String reason,
        String fromRevision,
        String toRevision,
        String state,
        String startTime,
        Long durationSeconds,
        String outcome,
        String message,
        List<OperationStep> steps) {
    public OperationRecord {
        steps = Copies.of(steps);
    }
}
