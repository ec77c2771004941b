# shellcheck shell=bash
# kubectl and helm for a cluster of ours or for the user's current one.
# shellcheck disable=SC2154 # set by lib/common.sh

use_cluster() { # NAME|current
    local parts
    if [[ $1 == current ]]; then
        kubectl=$(command -v kubectl || echo "$("$local_folder/control-plane" client)/kubectl")
        helm=$(command -v helm || echo "$("$local_folder/control-plane" client)/helm")
        "$kubectl" --request-timeout=10s get --raw=/readyz > /dev/null 2>&1 ||
            fail "the current kubeconfig context does not answer: check 'kubectl cluster-info', or start a local cluster: make cluster-up"
        return
    fi
    export KUBECONFIG=$cache/clusters/$1/kubeconfig
    [[ -e $KUBECONFIG ]] || fail "there is no cluster '$1': make cluster-up NAME=$1 starts it"
    parts=$(STEP_NOTE="" "$local_folder/control-plane" client)
    kubectl=$parts/kubectl
    # shellcheck disable=SC2034 # used by the scripts that read this file
    helm=$parts/helm
}

# Nodes say so within seconds; waiting longer would not help.
check_images_are_pulled() { # NAMESPACE SELECTOR (no namespace: the context's)
    local reasons
    reasons=$("$kubectl" --namespace="$1" get pods --selector="$2" \
        --output=jsonpath='{range .items[*].status.containerStatuses[*]}{.image} {.state.waiting.reason}{"\n"}{end}')
    if [[ $reasons =~ ([^[:space:]]+)\ (ErrImagePull|ImagePullBackOff|ErrImageNeverPull) ]]; then
        fail "the cluster cannot pull '${BASH_REMATCH[1]}': build and push the images with REGISTRY=HOST/PATH, from where the cluster can pull them"
    fi
}
