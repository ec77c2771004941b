# shellcheck shell=bash
# The steps from a bare machine to a running cluster; needs lib/steps.sh.
# shellcheck disable=SC2154 # set by lib/common.sh

check_root() {
    ((EUID == 0)) || fail "a local cluster needs root (network namespaces, containers); run this as root, or use an existing cluster: make demo CLUSTER=current"
}

start_cluster() { # NAME
    check_root
    step packages "$local_folder/packages"
    begin "control plane" "$local_folder/control-plane" all
    begin images "$local_folder/images" "${IMAGES:-all}"
    finish "control plane"
    finish images
    step cluster "$local_folder/cluster" start "$1"
}
