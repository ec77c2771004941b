package io.flinkoperator.core.resources;

import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.core.model.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a run of a job gets the state that it starts from. A run that was lost may have completed a
 * checkpoint that nobody saw; so the pod that brings the next run in looks for the newest one in
 * the storage itself, with Flink's own file systems.
 */
final class Restoring {
    /** Stands for the option with the newest checkpoint until that is known. */
    private static final String NEWEST = "--from-newest-checkpoint";

    /** Unpacks the programs that are the first argument, and defines how to run one. */
    static final String PROGRAM =
            """
            base64 -d <<< "$1" > /tmp/restore.jar || exit 1
            run() {
              FLINK_PLUGINS_DIR=${FLINK_PLUGINS_DIR:-/opt/flink/plugins} \\
                timeout 120 "${JAVA_HOME:+$JAVA_HOME/bin/}java" \\
                -cp "/tmp/restore.jar:/opt/flink/lib/*:$HADOOP_CLASSPATH" \\
                io.flinkoperator.restore."$@"
            }
            """;

    private static final String SCRIPT =
            PROGRAM
                    + """
            path=$2; first=$3; shift 3
            while [ "$1" != -- ]; do
              [[ $1 == *'*' ]] || { newer=$first; first=0; }
              found=$(run NewestCheckpoint "$1" "$newer" "$path") || exit 1
              newer=${found%% *}; path=${found#* }; shift
            done
            shift
            echo "Starts from ${path:-no state}"
            words=()
            for word; do
              if [ "$word" != %s ]; then words+=("$word")
              elif [ -n "$path" ]; then words+=(--fromSavepoint "$path"); fi
            done
            %s "${words[@]}"
            """;

    private final String program;
    private final RestoreStatus restore;

    Restoring(Platform platform, Optional<RestoreStatus> restore) {
        program = platform.restorePrograms();
        this.restore = restore.orElse(new RestoreStatus(null, List.of(), null));
    }

    /** The state as far as it is known. */
    Optional<String> path() {
        return Optional.ofNullable(restore.path());
    }

    private boolean isSearched() {
        return !restore.checkpoints().isEmpty();
    }

    /** Command of the container; empty for the image's own. */
    List<String> command(String exec) {
        return isSearched() ? List.of("bash", "-c", SCRIPT.formatted(NEWEST, exec)) : List.of();
    }

    /** Arguments that come before the words of Flink's own command. */
    List<String> arguments() {
        if (!isSearched()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of("restore", program));
        words.add(path().orElse(""));
        words.add(String.valueOf(Optional.ofNullable(restore.newerThan()).orElse(0L)));
        words.addAll(restore.checkpoints());
        words.add("--");
        return words;
    }

    /** Options of Flink's own command. */
    List<String> options() {
        return isSearched()
                ? List.of(NEWEST)
                : path().map(it -> List.of("--fromSavepoint", it)).orElse(List.of());
    }
}
