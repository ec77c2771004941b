# shellcheck shell=bash
# Ends a node and all that it left on the machine: processes, pods, mounts, control groups, the network namespace.
# Works on the remains of a crash or a reboot as well: what is not there any more is passed over.
# shellcheck disable=SC2154

take_down() {
    local components=()
    mapfile -t components < <(recorded_processes | grep --invert-match --line-regexp containerd || true)
    stop_processes "${components[@]}"
    end_pods
    stop_processes containerd
    end_shims
    unmount_all
    remove_control_groups
    [[ ! -e /run/netns/$namespace ]] || ip netns delete "$namespace"
    remove_files
}

# The images stay for the next start, the records of containers must not. They can be told apart only by a running
# containerd: without one, all of its data goes.
end_pods() {
    local containers=() control=(timeout 20 ctr --address "$runtime/containerd.sock" --namespace k8s.io)
    control_group_processes | xargs --no-run-if-empty kill -KILL 2> /dev/null || true
    running_process containerd > /dev/null || return 0
    mapfile -t containers < <("${control[@]}" containers list --quiet)
    if ((${#containers[@]} > 0)); then
        "${control[@]}" tasks delete --force "${containers[@]}" > /dev/null 2>&1 || true
        "${control[@]}" containers delete "${containers[@]}" > /dev/null 2>&1 || return 0
    fi
    rm -f "$state/unclean"
}

control_group_folders() { find /sys/fs/cgroup -maxdepth 2 -type d -name "$control_group" 2> /dev/null; }

control_group_processes() {
    control_group_folders | while read -r folder; do
        find "$folder" -name cgroup.procs -exec cat '{}' + 2> /dev/null
    done | sort --unique
}

# Shims outlive a containerd that was killed; our socket's address on their command line tells that they are ours.
end_shims() {
    local file words
    for file in /proc/[0-9]*/cmdline; do
        { mapfile -d '' -t words < "$file"; } 2> /dev/null || continue
        [[ ${words[0]:-} == *containerd-shim* && " ${words[*]} " == *" -address $runtime/containerd.sock "* ]] || continue
        kill -KILL "$(basename "$(dirname "$file")")" 2> /dev/null || true
    done
}

unmount_all() {
    local place
    awk '{ print $5 }' /proc/self/mountinfo | tac | while read -r place; do
        place=$(printf '%b' "${place/\\0/\\00}")
        [[ $place/ != "$runtime"/* && $place/ != "$state"/* ]] || umount --lazy "$place"
    done
}

remove_control_groups() {
    local folder
    control_group_folders | while read -r folder; do
        wait_until 5 remove_control_group "$folder" || say "The control group $folder is still in use"
    done
}

remove_control_group() { find "$1" -depth -type d -exec rmdir '{}' + && [[ ! -e $1 ]]; }

remove_files() {
    local file
    # What the network plugins noted of our pods, in files of both of their networks.
    for file in /var/lib/cni/results/"$namespace"-*-eth0; do
        [[ ! $file =~ /$namespace-([0-9a-f]{64})-eth0$ ]] || rm -f /var/lib/cni/results/*-"${BASH_REMATCH[1]}"-*
    done
    find /var/log/containers -lname "$state/*" -delete 2> /dev/null || true
    [[ ! -e $state/unclean ]] || rm -rf "$state/containerd"
    rm -rf "$runtime" "$state"/{unclean,certificates,etcd,kubelet,network,processes,volume-plugins,containerd-opt} \
        "$state"/containerd/io.containerd.grpc.v1.cri "$state"/{api-address,Corefile,kubeconfig,node.kubeconfig,containerd.toml,kubelet.yaml}
}
