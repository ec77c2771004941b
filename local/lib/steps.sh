# shellcheck shell=bash
# Steps that a person watches: a name, a sign of life, the time, and the end of the log when one fails.

steps_folder=$(mktemp --directory "${TMPDIR:-/tmp}/flink-operator-steps.XXXXXX")
temporaries+=("$steps_folder")
# Beside another step it may be over long before anybody looks.
# shellcheck disable=SC2016
timed='"${@:2}"; status=$?; echo "$EPOCHREALTIME $status" > "$1"; exit "$status"'
declare -A step_process=() step_begun=()

on_terminal() { [[ -t 2 && ${TERM:-dumb} != dumb && ${VERBOSE:-} != 1 ]]; }

step() { # NAME COMMAND…
    begin "$@"
    finish "$1"
}

# The command runs in a process group of its own, so that an interrupt can end all that it started.
begin() { # NAME COMMAND…
    local name=$1 log
    shift
    log=$steps_folder/${name// /-}
    step_begun[$name]=$EPOCHREALTIME
    set -- setsid bash -c "$timed" step "$log.end" "$@"
    if [[ ${VERBOSE:-} == 1 ]]; then
        STEP_NOTE=$log.note "$@" < /dev/null > >(tee "$log" >&2) 2>&1 &
    else
        STEP_NOTE=$log.note "$@" < /dev/null > "$log" 2>&1 &
    fi
    step_process[$name]=$!
}

# A step whose output is for the person to read.
show() { # NAME COMMAND…
    local name=$1 status=0
    shift
    setsid "$@" < /dev/null &
    step_process[$name]=$!
    wait "${step_process[$name]}" || status=$?
    unset "step_process[$name]"
    return "$status"
}

finish() { # NAME
    local name=$1 log status=0 remark=""
    log=$steps_folder/${name// /-}
    watch_step "$name" "$log"
    wait "${step_process[$name]}" || status=$?
    unset "step_process[$name]"
    ! on_terminal || printf '\r\e[K' >&2
    if ((status == 0)); then
        [[ ! -s $log.note ]] || remark=" ($(< "$log.note"))"
        say "✓ $name$remark $(elapsed_since "${step_begun[$name]}" "$(cut --delimiter=' ' --fields=1 "$log.end")")"
        record_step "$name" "${step_begun[$name]}" "$(cut --delimiter=' ' --fields=1 "$log.end")"
        return
    fi
    say "✗ $name $(elapsed_since "${step_begun[$name]}")"
    if [[ ${VERBOSE:-} != 1 ]]; then
        tail --lines=25 "$log" | sed 's/^/    /' >&2
        say "The same command with VERBOSE=1 before it shows all that it prints."
    fi
    exit "$status"
}

# How long a step took, for the report of a run of all tests.
record_step() { # NAME BEGUN [UNTIL]
    local until=${3:-$EPOCHREALTIME}
    [[ -z ${WHOLE_RUN:-} ]] || echo "$(((${until/[.,]/} - ${2/[.,]/}) / 1000000)) $1" >> "$WHOLE_RUN"
}

watch_step() { # NAME LOG
    local name=$1 log=$2 process=${step_process[$1]} frames='⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏' frame=0 next=20
    local begun=$SECONDS
    while kill -0 "$process" 2> /dev/null; do
        finish_failed
        if on_terminal; then
            printf '\r\e[K%s %s' "${frames:frame++ % ${#frames}:1}" "$(life_sign "$name" "$log")" >&2
        elif ((SECONDS - begun >= next)) && [[ ${VERBOSE:-} != 1 ]]; then
            say "… $(life_sign "$name" "$log")"
            next=$((next + 20))
        fi
        sleep 0.15
    done
}

# One that fails beside the step that is watched ends it all at once.
finish_failed() {
    local name log
    for name in "${!step_process[@]}"; do
        log=$steps_folder/${name// /-}
        [[ ! -s $log.end || $(cut --delimiter=' ' --fields=2 "$log.end") == 0 ]] || finish "$name"
    done
}

life_sign() { # NAME LOG
    local last width
    # The last line that says something, without colors.
    last=$(tail --lines=200 "$2" 2> /dev/null | grep --invert-match "^go: downloading" | sed 's/\x1b\[[0-9;]*[A-Za-z]//g; s/\r//g' | awk 'NF { line = $0 } END { print line }')
    width=120
    ! on_terminal || width=$(tput cols)
    printf '%s %s  %s' "$1" "$(elapsed_since "${step_begun[$1]}")" "${last:0:$((width - ${#1} - 20))}"
}

stop_steps() {
    local process
    ((${#step_process[@]} == 0)) || say "Ending what was started"
    for process in "${step_process[@]}"; do
        kill -TERM -- "-$process" 2> /dev/null || continue
        wait_until 60 group_is_gone "$process" || kill -KILL -- "-$process" 2> /dev/null || true
    done
}

group_is_gone() { ! kill -0 -- "-$1"; }

trap 'stop_steps; remove_temporaries' EXIT
