#!/usr/bin/env bash
# Starts what its first word names, as the official Flink image does; any other command is run as it stands.
set -o errexit -o nounset -o pipefail

export FLINK_CONF_DIR=${FLINK_CONF_DIR:-$FLINK_HOME/conf}

# Lines "key: value" of FLINK_PROPERTIES win over the configuration file.
apply_properties() {
    local line properties=()
    [[ -z ${JOB_MANAGER_RPC_ADDRESS:-} ]] || properties+=("jobmanager.rpc.address: $JOB_MANAGER_RPC_ADDRESS")
    while IFS= read -r line; do
        [[ ! $line =~ ^[[:alnum:]].*: ]] || properties+=("$line")
    done <<< "${FLINK_PROPERTIES:-}"
    ((${#properties[@]} > 0)) || return 0
    use_writable_configuration
    if [[ -e $FLINK_CONF_DIR/config.yaml ]]; then
        apply_to_yaml "${properties[@]}"
    else
        apply_to_lines "${properties[@]}"
    fi
}

# A mounted ConfigMap is read-only.
use_writable_configuration() {
    local copy
    [[ ! -w $FLINK_CONF_DIR ]] || return 0
    copy=$(mktemp --directory)
    cp --recursive --dereference "$FLINK_CONF_DIR/." "$copy"
    chmod --recursive u+w "$copy"
    export FLINK_CONF_DIR=$copy
}

# Flink's own tool, because a key may stand nested or flat in the file.
apply_to_yaml() { # LINE…
    local line changes=()
    for line; do
        changes+=("-D${line%%:*}=$(sed --regexp-extended 's/^[^:]*:[[:space:]]*//; s/[[:space:]]+$//' <<< "$line")")
    done
    "$FLINK_HOME/bin/config-parser-utils.sh" "$FLINK_CONF_DIR" "$FLINK_HOME/bin" "$FLINK_HOME/lib" "${changes[@]}"
}

apply_to_lines() { # LINE…
    local line file=$FLINK_CONF_DIR/flink-conf.yaml kept
    for line; do
        kept=$(awk -v key="${line%%:*}:" 'index($0, key) != 1' "$file")
        printf '%s\n%s\n' "$kept" "$line" > "$file"
    done
}

case ${1:-} in
    jobmanager | taskmanager | standalone-job)
        component=$1
        shift
        apply_properties
        exec "$FLINK_HOME/bin/$component.sh" start-foreground "$@"
        ;;
    "" | help)
        echo "usage: jobmanager | taskmanager | standalone-job [OPTION…], or any other command"
        ;;
    *)
        apply_properties
        exec "$@"
        ;;
esac
