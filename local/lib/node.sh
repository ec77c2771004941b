# shellcheck shell=bash
# One Kubernetes node in a network namespace of its own. Its addresses are fixed: no other namespace sees them.
# The including script sets name, state, runtime, namespace, control_group, parts, tools.
# shellcheck disable=SC2034,SC2154

node_address=10.250.0.1
pod_range=10.251.0.0/16
service_range=10.96.0.0/16
api_service_address=10.96.0.1

# Not `ip netns exec`: that remounts /sys, and kubelet and containerd then find no control groups.
inside() { nsenter --net="/run/netns/$namespace" "$@"; }

start_inside() { # COMPONENT COMMAND…
    local component=$1
    shift
    start_process "$component" nsenter --net="/run/netns/$namespace" "$@"
}

make_network() {
    ip netns add "$namespace"
    inside ip link set lo up
    inside ip link add node0 type bridge
    inside ip address add "$node_address/24" dev node0
    inside ip link set node0 up
    inside ip route add default dev node0
    inside sysctl --quiet --write net.ipv4.ip_forward=1 net.ipv4.conf.all.route_localnet=1
}

# Of the processor's time, in hundredths of what one process gets: beside one that is busy, a node with dozens of them would starve.
node_weight=800

# Two kubelets on one machine must not share control groups: each would take the other's pods for orphans.
make_control_groups() {
    local hierarchy setting
    if [[ -e /sys/fs/cgroup/cgroup.controllers ]]; then
        for setting in cpuset cpu io memory pids hugetlb; do
            echo "+$setting" > /sys/fs/cgroup/cgroup.subtree_control 2> /dev/null || true
        done
        mkdir -p "/sys/fs/cgroup/$control_group"
        echo "$node_weight" > "/sys/fs/cgroup/$control_group/cpu.weight" 2> /dev/null || true
        return
    fi
    for hierarchy in /sys/fs/cgroup/*/; do
        mountpoint --quiet "$hierarchy" || continue
        mkdir -p "$hierarchy$control_group"
        [[ ! -e $hierarchy$control_group/cpu.shares ]] || echo "$((node_weight * 1024 / 100))" > "$hierarchy$control_group/cpu.shares"
        for setting in cpuset.cpus cpuset.mems; do
            [[ ! -e $hierarchy$setting ]] || cat "$hierarchy$setting" > "$hierarchy$control_group/$setting"
        done
    done
}

make_certificates() {
    local folder=$state/certificates
    mkdir -p "$folder"
    (
        umask 077
        cd "$folder"
        openssl genrsa -out service-accounts.key 2048
        openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/CN=$namespace" -keyout authority.key -out authority.crt
        sign server "/CN=kube-apiserver" "subjectAltName=IP:$node_address,IP:127.0.0.1,IP:$api_service_address,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
        sign kubelet-client "/O=system:masters/CN=kube-apiserver-kubelet-client" "extendedKeyUsage=clientAuth"
        openssl rand -hex 24 > token
        printf '%s,admin,admin,"system:masters"\n' "$(< token)" > tokens.csv
    ) 2> "$state/logs/openssl.log" || fail "making certificates failed: see $state/logs/openssl.log"
}

sign() { # FILE SUBJECT EXTENSION
    openssl req -newkey rsa:2048 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr"
    openssl x509 -req -in "$1.csr" -CA authority.crt -CAkey authority.key -CAcreateserial -days 365 -extfile <(echo "$3") -out "$1.crt"
}

write_kubeconfig() { # FILE SERVER
    (umask 077 && cat > "$1") << END
apiVersion: v1
kind: Config
clusters:
  - name: "$name"
    cluster: {server: "$2", certificate-authority-data: $(base64 --wrap=0 "$state/certificates/authority.crt")}
users:
  - name: "$name"
    user: {token: $(< "$state/certificates/token")}
contexts:
  - name: "$name"
    context: {cluster: "$name", user: "$name"}
current-context: "$name"
END
}

write_configuration() {
    write_kubeconfig "$state/node.kubeconfig" "https://$node_address:6443"
    write_containerd_configuration > "$state/containerd.toml"
    mkdir -p "$state/network"
    write_network_configuration > "$state/network/pods.conflist"
    write_kubelet_configuration > "$state/kubelet.yaml"
    write_dns_configuration > "$state/Corefile"
}

# restrict_oom_score_adj: in a container without CAP_SYS_RESOURCE no pod would start.
write_containerd_configuration() {
    cat << END
version = 2
root = "$state/containerd"
state = "$runtime/containerd"
[grpc]
  address = "$runtime/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$state/containerd-opt"
[plugins."io.containerd.grpc.v1.cri"]
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  sandbox_image = "$pause_image"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$state/network"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      Root = "$runtime/runc"
END
}

write_network_configuration() {
    cat << END
{"cniVersion": "0.4.0", "name": "$namespace", "plugins": [
  {"type": "bridge", "bridge": "pods", "isGateway": true, "ipMasq": false, "hairpinMode": true,
   "ipam": {"type": "host-local", "dataDir": "$runtime/addresses", "ranges": [[{"subnet": "$pod_range"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}
]}
END
}

# failCgroupV1: many machines still have version 1. resolvConf: pods reach nothing outside the node.
write_kubelet_configuration() {
    cat << END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $state/certificates/authority.crt}}
authorization: {mode: Webhook}
cgroupDriver: cgroupfs
cgroupRoot: /$control_group
failCgroupV1: false
failSwapOn: false
clusterDNS: [$node_address]
clusterDomain: cluster.local
resolvConf: /dev/null
containerRuntimeEndpoint: unix://$runtime/containerd.sock
podLogsDir: $state/pod-logs
volumePluginDir: $state/volume-plugins
maxPods: 110
oomScoreAdj: 0
evictionHard: {nodefs.available: "1%", imagefs.available: "1%", memory.available: 100Mi}
imageGCHighThresholdPercent: 100
nodeStatusUpdateFrequency: 5s
END
}

write_dns_configuration() {
    cat << END
.:53 {
  ready $node_address:8181
  errors
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    kubeconfig $state/node.kubeconfig $name
    pods insecure
    ttl 1
  }
}
END
}
