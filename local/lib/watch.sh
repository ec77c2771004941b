# shellcheck shell=bash
# A live table of what a FlinkCluster does: redrawn on a terminal, elsewhere a line for every change.
# Needs lib/common.sh, lib/steps.sh and lib/client.sh.
# shellcheck disable=SC2154

pods_of() { echo "app=flink,cluster=$1"; }

look_at() { # NAME: sets phase, job_state, ready, awaits, degraded, pods_ready, pods_total
    local pods
    # What is awaited is a sentence, which may hold anything but a line break; at first there is none.
    { IFS=/ read -r phase job_state ready degraded && { IFS= read -r awaits || true; }; } <<< "$("$kubectl" get flinkcluster "$1" --output=jsonpath='{.status.state}/{.status.components.job.state}/{.status.conditions[?(@.type=="Ready")].status}/{.status.conditions[?(@.type=="Degraded")].reason}{"\n"}{.status.conditions[?(@.type=="Ready")].message}')"
    # A line for each pod: its name, and whether each of its containers is ready. A submitter that is done does not count.
    pods=$("$kubectl" get pods --selector="$(pods_of "$1")" --field-selector=status.phase!=Succeeded \
        --output=jsonpath='{range .items[*]}{.metadata.name} {.status.containerStatuses[*].ready}{"\n"}{end}')
    pods_total=$(awk 'NF { pods++ } END { print pods + 0 }' <<< "$pods")
    pods_ready=$(awk '/ true/ && !/ false/ { ready++ } END { print ready + 0 }' <<< "$pods")
}

job_succeeded() { [[ $job_state == Succeeded ]]; }

session_is_ready() { [[ $ready == True ]]; }

# Pods that are ready prove nothing: jobs run on the TaskManagers that the JobManager knows.
registered_task_managers() { # NAME
    "$kubectl" get --raw "/api/v1/namespaces/$("$kubectl" get flinkcluster "$1" --output=jsonpath='{.metadata.namespace}')/services/$1-jobmanager:ui/proxy/overview" 2> /dev/null |
        sed --quiet --regexp-extended 's/.*"taskmanagers":([0-9]+).*/\1/p'
}

watch_until() { # SECONDS NAME WHAT CONDITION
    local deadline=$((SECONDS + $1)) name=$2 what=$3 condition=$4 watch_begun=$EPOCHREALTIME drawn="" phase job_state ready awaits degraded pods_ready pods_total
    while true; do
        look_at "$name"
        draw_table
        "$condition" && return
        [[ $job_state != Failed && $job_state != Cancelled && $job_state != Lost ]] || explain_end "$name" "the job of '$name' ended as '${job_state:-$phase}'"
        [[ $degraded != TaskManagersNotRegistered ]] || explain_end "$name" "TaskManagers of '$name' do not register at its JobManager; 'kubectl flink doctor $name' says what it may come from"
        ((SECONDS < deadline)) || explain_end "$name" "'$name' has not reached '$what' after $1 s: ${awaits:-the operator has not looked at it}"
        check_images_are_pulled "" "$(pods_of "$name")"
        sleep 0.5
    done
}

draw_table() {
    local row="${phase:--} $pods_ready/$pods_total ${job_state:--}"
    if on_terminal; then
        [[ -z $drawn ]] || printf '\e[4A' >&2
        printf '\r\e[K  phase    %s\n\e[K  pods     %s\n\e[K  job      %s\n\e[K  elapsed  %s\n' \
            "${phase:--}" "$pods_ready/$pods_total ready" "${job_state:--}" "$(elapsed_since "$watch_begun")" >&2
    elif [[ $row != "$drawn" ]]; then
        say "  $(elapsed_since "$watch_begun")  phase ${phase:--}, pods $pods_ready/$pods_total ready, job ${job_state:--}"
    fi
    drawn=$row
}

explain_end() { # NAME SENTENCE
    "$kubectl" get events --sort-by=.lastTimestamp 2> /dev/null | tail --lines=10 >&2 || true
    "$kubectl" get pods --selector="$(pods_of "$1")" >&2 || true
    "$kubectl" logs --selector="$(pods_of "$1")" --prefix --tail=15 >&2 || true
    fail "${2%.}; above are the last events and logs"
}
