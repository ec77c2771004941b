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
 * @param time When path was triggered, as Flink reported it; absent if Flink reported none.
 * @param failedSearches How often in a row the newest checkpoint could not be looked for. After
 *     each third time, the job is started from path as it is.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestoreStatus(
        String path,
        List<String> checkpoints,
        Long newerThan,
        String time,
        Integer failedSearches) {
    /** How often in a row a search fails before what Flink reported is taken. */
    private static final int SEARCHES = 3;

    public RestoreStatus {
        checkpoints = Copies.of(checkpoints);
    }

    /** State of an age that nobody has reported. */
    public RestoreStatus(String path, List<String> checkpoints, Long newerThan) {
        this(path, checkpoints, newerThan, null, null);
    }

    /** The same after another search that could not be made, or after none. */
    public RestoreStatus withFailedSearches(Integer failed) {
        return new RestoreStatus(path, checkpoints, newerThan, time, failed);
    }

    /** Whether the newest checkpoint is looked for; if not, path is all that counts. */
    public boolean searches() {
        boolean takesKnown =
                path != null
                        && failedSearches != null
                        && failedSearches % (SEARCHES + 1) == SEARCHES;
        return !checkpoints.isEmpty() && !takesKnown;
    }
}
