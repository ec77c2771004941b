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
public final class Restoring {
    /** Stands for the option with the newest checkpoint until that is known. */
    private static final String NEWEST = "--from-newest-checkpoint";

    /** Unpacks the programs that are the first argument, and defines how to run one. */
    static final String PROGRAM =
            """
            base64 -d <<< "$1" > /tmp/restore.jar || exit 1
            run() {
              FLINK_PLUGINS_DIR=${FLINK_PLUGINS_DIR:-/opt/flink/plugins} \\
                timeout 300 "${JAVA_HOME:+$JAVA_HOME/bin/}java" \\
                -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \\
                -cp "/tmp/restore.jar:/opt/flink/lib/*:$HADOOP_CLASSPATH" \\
                io.flinkoperator.restore."$@"
            }
            """;

    /** Exit code of a pod that could not look for state, so that the job was not begun. */
    public static final int SEARCH_FAILED = 75;

    private static final String SCRIPT =
            PROGRAM.replace("exit 1", "exit " + SEARCH_FAILED)
                    + """
            path=$2; first=$3; shift 3
            while [ "$1" != -- ]; do
              [[ $1 == *'*' ]] || { newer=$first; first=0; }
              found=$(run NewestCheckpoint "$1" "$newer" "$path") || exit %d
              newer=${found%%%% *}; path=${found#* }; shift
            done
            shift
            echo "Starts from ${path:-no state}"
            words=()
            for word; do
              if [ "$word" != %s ]; then words+=("$word")
              elif [ -n "$path" ]; then words+=(--fromSavepoint "$path"); fi
            done
            exec "${words[@]}"
            """
                            .formatted(SEARCH_FAILED, NEWEST);

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

    /** Whether the pod looks for the newest state. */
    boolean isSearched() {
        return restore.searches();
    }

    /**
     * Arguments of the image's entrypoint, which turns on plug-ins and completes the configuration
     * before anything else: a command of Flink's, or a search that ends with it.
     */
    List<String> arguments(List<String> command) {
        if (!isSearched()) {
            return command;
        }
        List<String> words = new ArrayList<>(List.of("bash", "-c", SCRIPT, "restore", program));
        words.add(path().map(Literal::of).orElse(""));
        words.add(String.valueOf(Optional.ofNullable(restore.newerThan()).orElse(0L)));
        restore.checkpoints().stream().map(Literal::of).forEach(words::add);
        words.add("--");
        words.addAll(command);
        return words;
    }

    /** Options of Flink's own command. */
    List<String> options() {
        return isSearched()
                ? List.of(NEWEST)
                : path().map(it -> List.of("--fromSavepoint", Literal.of(it))).orElse(List.of());
    }
}
