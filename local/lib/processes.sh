# shellcheck shell=bash
# Daemons of a cluster: started once, recorded, and stopped by that record only.
# The including script sets state (the cluster's folder), tools (the folder of relay) and namespace.
# shellcheck disable=SC2154

start_process() { # COMPONENT COMMAND…
    local component=$1
    shift
    mkdir -p "$state/processes" "$state/logs"
    (
        # A daemon must not hold the locks of the script that starts it.
        for descriptor in /proc/self/fd/*; do
            descriptor=${descriptor##*/}
            ((descriptor <= 2 || descriptor == 255)) || exec {descriptor}>&-
        done
        exec setsid "$@" < /dev/null > "$state/logs/$component.log" 2>&1
    ) &
    disown # else bash reports its end
    printf '%s %s %s\n' "$!" "$(begun_at "$!")" "$(< /proc/sys/kernel/random/boot_id)" > "$state/processes/$component"
}

# Clock ticks from boot to the process's start, which with the boot tells two processes of one pid apart.
# Nothing for a process that is gone or a zombie.
begun_at() { # PID
    local line fields
    { line=$(< "/proc/$1/stat"); } 2> /dev/null || return 0
    read -ra fields <<< "${line##*) }"
    [[ ${fields[0]} == Z ]] || echo "${fields[19]}"
}

# The pid of a recorded process that still runs; fails if it does not.
running_process() { # COMPONENT
    local pid begun boot
    { read -r pid begun boot < "$state/processes/$1"; } 2> /dev/null || return 1
    [[ $boot == "$(< /proc/sys/kernel/random/boot_id)" && -n $begun && $begun == "$(begun_at "$pid")" ]] || return 1
    echo "$pid"
}

recorded_processes() {
    local file
    for file in "$state"/processes/*; do
        [[ ! -e $file ]] || basename "$file"
    done
}

# No long grace: nothing that these processes hold outlives the cluster.
stop_processes() { # COMPONENT…
    local component pid deadline=$((SECONDS + 3))
    for component; do
        ! pid=$(running_process "$component") || kill -TERM "$pid" 2> /dev/null || true
    done
    for component; do
        while pid=$(running_process "$component"); do
            ((SECONDS < deadline)) || kill -KILL "$pid" 2> /dev/null || true
            sleep 0.05
        done
        rm -f "$state/processes/$component"
    done
}

relay() { # COMPONENT TARGET: prints the loopback address that it listens on
    local pid
    if ! pid=$(running_process "$1") || [[ $(tr '\0' '\n' < "/proc/$pid/cmdline" | tail --lines=1) != "$2" ]]; then
        stop_processes "$1"
        rm -f "$state/logs/$1.log"
        start_process "$1" "$tools/relay" 127.0.0.1:0 "/run/netns/$namespace" "$2"
        wait_until 5 test -s "$state/logs/$1.log" || fail "the relay to $2 did not start: see $state/logs/$1.log"
    fi
    head --lines=1 "$state/logs/$1.log"
}
