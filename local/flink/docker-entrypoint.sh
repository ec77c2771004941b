#!/usr/bin/env bash
# Does before Flink starts what the entrypoint of the official images does, by the version of Flink. The real one can take its
# place: OFFICIAL_ENTRYPOINT=FILE. Like that one it goes on when the configuration cannot be edited, hence no errexit.
set -o nounset

conf=$FLINK_HOME/conf
distribution=$(echo "$FLINK_HOME"/lib/flink-dist*.jar)
version=${distribution##*-}
version=${version%.jar}
job_manager=${JOB_MANAGER_RPC_ADDRESS:-$(hostname -f)}

is_before() { # MAJOR.MINOR
    [[ $(printf '%s\n' "$1" "$version" | sort --version-sort | head --lines=1) != "$1" ]]
}

use_jemalloc() {
    local library
    library=/usr/lib/$(uname -m)-linux-gnu/libjemalloc.so
    if is_before 1.12 || [[ ${DISABLE_JEMALLOC:-false} != false ]]; then
        return
    elif [[ -e $library ]]; then
        export LD_PRELOAD=${LD_PRELOAD:+$LD_PRELOAD:}$library
    else
        echo "warning: $library is missing: memory comes from the C library" >&2
    fi
}

link_plugins() {
    local jar jars folder
    is_before 1.10 || [[ -z ${ENABLE_BUILT_IN_PLUGINS:-} ]] && return
    IFS=';' read -r -a jars <<< "$ENABLE_BUILT_IN_PLUGINS"
    for jar in "${jars[@]}"; do
        folder=$FLINK_HOME/plugins/${jar%.jar}
        [[ -e $FLINK_HOME/opt/$jar ]] || {
            echo "error: ENABLE_BUILT_IN_PLUGINS names $jar, and $FLINK_HOME/opt has no such file" >&2
            exit 1
        }
        mkdir -p "$folder"
        ln --symbolic --force "$FLINK_HOME/opt/$jar" "$folder/"
    done
}

slots() { # nothing, if the configuration is to say it
    if [[ -n ${TASK_MANAGER_NUMBER_OF_TASK_SLOTS:-} ]]; then
        echo "$TASK_MANAGER_NUMBER_OF_TASK_SLOTS"
    elif is_before 1.12; then
        grep --count ^processor /proc/cpuinfo
    elif is_before 1.14; then
        echo 1
    fi
}

edit_configuration() {
    local options=(jobmanager.rpc.address "$job_manager" blob.server.port 6124 query.server.port 6125) own
    own=$(slots)
    [[ -z $own ]] || options+=(taskmanager.numberOfTaskSlots "$own")
    if is_before 1.19; then
        edit_lines "${options[@]}"
    else
        edit_by_flink "${options[@]}"
    fi
}

# Each entry is replaced, or added; the user's lines follow as they are, and then every variable in the file is replaced.
edit_lines() { # [KEY VALUE]…
    local file=$conf/flink-conf.yaml
    while (($# > 0)); do
        if grep --quiet "^$1:" "$file"; then
            sed --in-place "s|^$1:.*|$1: $2|" "$file"
        else
            echo "$1: $2" >> "$file"
        fi
        shift 2
    done
    [[ -z ${FLINK_PROPERTIES:-} ]] || echo "$FLINK_PROPERTIES" >> "$file"
    envsubst < "$file" > "$file.new" && mv "$file.new" "$file"
}

# The user's lines lose all their white space.
edit_by_flink() { # [KEY VALUE]…
    local words=() line
    while (($# > 0)); do
        words+=("-D$1=$2")
        shift 2
    done
    while IFS= read -r line; do
        line=${line//[[:space:]]/}
        [[ $line != *:* ]] || words+=("-D${line%%:*}=$(envsubst <<< "${line#*:}")")
    done <<< "${FLINK_PROPERTIES:-}"
    "$FLINK_HOME/bin/config-parser-utils.sh" "$conf" "$FLINK_HOME/bin" "$FLINK_HOME/lib" "${words[@]}"
}

# Images up to 2.1 start as root.
run() { # COMMAND…
    is_before 2.2 && ((EUID == 0)) && exec gosu flink "$@"
    exec "$@"
}

use_jemalloc
link_plugins
edit_configuration
case ${1:-help} in
    help) echo "usage: jobmanager | taskmanager | standalone-job | history-server [OPTION…], or any other command" ;;
    jobmanager | taskmanager | standalone-job) run "$FLINK_HOME/bin/$1.sh" start-foreground "${@:2}" ;;
    history-server) run "$FLINK_HOME/bin/historyserver.sh" start-foreground "${@:2}" ;;
    *) run "$@" ;;
esac
