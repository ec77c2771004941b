package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * State that a run of the job starts from: the newest completed checkpoint of earlier runs, else a
 * savepoint or checkpoint, else none.
 *
 * @param path Savepoint or checkpoint; absent if there is none.
 * @param checkpoints Folders of earlier runs' checkpoints, the oldest run first. The newest
 *     checkpoint is looked for in them when the job is submitted. After the folder of a run may
 *     come a pattern that stands for the savepoints of the same run. Absent if path is known to be
 *     the newest.
 * @param newerThan Number of the savepoint in path; only newer checkpoints of the first folder are
 *     taken.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestoreStatus(String path, List<String> checkpoints, Long newerThan) {
    public RestoreStatus {
        checkpoints = Copies.of(checkpoints);
    }
}
