# shellcheck shell=bash
# What every script of this folder begins with: strict mode, places, messages, the cache.
set -o errexit -o nounset -o pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck disable=SC2034 # used by the scripts that read this file
local_folder=$repository/local
cache=${FLINK_OPERATOR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/flink-operator}
mkdir -p "$cache/locks"

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "error: $*"
    exit 1
}

# A word for the step that runs this script, shown behind the step's name.
note() { [[ -z ${STEP_NOTE:-} ]] || printf '%s' "$*" > "$STEP_NOTE"; }

# An interrupted script has to reach its EXIT trap; child processes get a TERM from the step that runs them.
trap 'exit 130' INT
trap 'exit 143' TERM HUP

temporaries=()
remove_temporaries() { ((${#temporaries[@]} == 0)) || rm -rf "${temporaries[@]}"; }
trap remove_temporaries EXIT

# Between the two marks of a document; each of several places in it has a name.
put_figures() { # FIGURES DOCUMENT [NAME]
    local mark="figures${3:+: $3}"
    sed --in-place -e "/^<!-- $mark -->$/,/^<!-- end of $mark -->$/{//!d}" -e "/^<!-- $mark -->$/r $1" "$2"
}

elapsed_since() { # EPOCHREALTIME [UNTIL]
    local until=${2:-$EPOCHREALTIME} milliseconds
    milliseconds=$(((${until/[.,]/} - ${1/[.,]/}) / 1000))
    if ((milliseconds < 100000)); then
        printf '%d.%d s' $((milliseconds / 1000)) $((milliseconds % 1000 / 100))
    else
        printf '%d min %02d s' $((milliseconds / 60000)) $((milliseconds / 1000 % 60))
    fi
}

content_key() { # FILE…
    cat -- "$@" | sha256sum | cut --characters=1-16
}

text_key() { # WORD…
    printf '%s\n' "$@" | sha256sum | cut --characters=1-16
}

with_lock() { # SUBJECT COMMAND…
    local lock lock_subject=$1
    shift
    exec {lock}> "$cache/locks/$lock_subject"
    if ! flock --nonblock "$lock"; then
        say "Another process works on $lock_subject; waiting for it (at most 30 min)"
        flock --wait 1800 "$lock" || fail "another process still works on $lock_subject after 30 min"
    fi
    "$@"
    exec {lock}>&-
}

# Makes an entry of the cache once: complete or not at all, by one process at a time.
build_once() { # TARGET COMMAND…: the command gets a temporary path to fill as its last argument
    local target=$1
    if [[ -e $target ]]; then
        note cached
        return
    fi
    mkdir -p "$(dirname "$target")"
    with_lock "$(basename "$target")" build_locked "$@"
}

build_locked() { # TARGET COMMAND…
    local target=$1 temporary=$1.building
    shift
    [[ ! -e $target ]] || return 0
    temporaries+=("$temporary")
    rm -rf "$temporary"
    "$@" "$temporary"
    mv "$temporary" "$target"
}

wait_until() { # SECONDS COMMAND…
    local deadline=$((SECONDS + $1))
    shift
    until "$@" > /dev/null 2>&1; do
        ((SECONDS < deadline)) || return 1
        sleep 0.2
    done
}
