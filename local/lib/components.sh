# shellcheck shell=bash
# Starts the components of a node; lib/node.sh says how they are configured.
# shellcheck disable=SC2154

start_etcd() {
    start_inside etcd "$parts/etcd" --data-dir="$state/etcd" --unsafe-no-fsync --log-level=warn \
        --listen-client-urls=http://127.0.0.1:2379 --advertise-client-urls=http://127.0.0.1:2379 --listen-peer-urls=http://127.0.0.1:2380
}

start_api_server() {
    local certificates=$state/certificates
    # Addresses before names: the node's name is in no DNS, and `kubectl logs` and `exec` would look it up.
    start_inside kube-apiserver "$parts/kube-apiserver" --etcd-servers=http://127.0.0.1:2379 \
        --bind-address="$node_address" --advertise-address="$node_address" --secure-port=6443 \
        --tls-cert-file="$certificates/server.crt" --tls-private-key-file="$certificates/server.key" --client-ca-file="$certificates/authority.crt" \
        --kubelet-client-certificate="$certificates/kubelet-client.crt" --kubelet-client-key="$certificates/kubelet-client.key" \
        --kubelet-preferred-address-types=InternalIP --token-auth-file="$certificates/tokens.csv" --authorization-mode=Node,RBAC --allow-privileged \
        --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$certificates/service-accounts.key" \
        --service-account-signing-key-file="$certificates/service-accounts.key" --service-cluster-ip-range="$service_range"
    relay relay-api "$node_address:6443" > "$state/api-address"
    write_kubeconfig "$kubeconfig" "https://$(< "$state/api-address")"
    wait_for 60 kube-apiserver api_is_ready
}

start_containerd() {
    touch "$state/unclean"
    start_inside containerd containerd --config "$state/containerd.toml"
    wait_for 30 containerd ctr --address "$runtime/containerd.sock" version
}

start_controllers() {
    local certificates=$state/certificates
    start_inside kube-controller-manager "$parts/kube-controller-manager" --kubeconfig="$state/node.kubeconfig" --leader-elect=false \
        --use-service-account-credentials --service-account-private-key-file="$certificates/service-accounts.key" --root-ca-file="$certificates/authority.crt" \
        --cluster-signing-cert-file="$certificates/authority.crt" --cluster-signing-key-file="$certificates/authority.key"
    start_inside kube-scheduler "$parts/kube-scheduler" --kubeconfig="$state/node.kubeconfig" --leader-elect=false
}

start_node() {
    # Some kernels have these limits read-only for a namespace.
    start_inside kube-proxy "$parts/kube-proxy" --kubeconfig="$state/node.kubeconfig" --hostname-override="$name" --proxy-mode=iptables \
        --cluster-cidr="$pod_range" --conntrack-max-per-core=0 --healthz-bind-address=127.0.0.1:10256
    start_inside coredns "$tools/coredns" -conf "$state/Corefile"
    start_inside kubelet "$parts/kubelet" --config="$state/kubelet.yaml" --kubeconfig="$state/node.kubeconfig" --root-dir="$state/kubelet" \
        --cert-dir="$state/certificates/kubelet" --hostname-override="$name" --node-ip="$node_address"
    wait_for 60 kubelet node_is_ready
    wait_for 30 coredns dns_is_ready
    wait_for 30 kube-controller-manager default_account_exists
}

wait_for() { # SECONDS COMPONENT COMMAND…
    local seconds=$1 component=$2
    shift 2
    say "Waiting for $component"
    wait_until "$seconds" "$@" && return
    say "The end of $state/logs/$component.log:"
    tail --lines=15 "$state/logs/$component.log" >&2
    fail "$component is not ready after $seconds s"
}

api_is_ready() { "$parts/kubectl" --kubeconfig="$kubeconfig" --request-timeout=3s get --raw=/readyz; }

node_is_ready() {
    [[ $("$parts/kubectl" --kubeconfig="$kubeconfig" --request-timeout=3s get node "$name" \
        --output=jsonpath='{.status.conditions[?(@.type=="Ready")].status}') == True ]]
}

# Without it no pod can be made.
default_account_exists() { "$parts/kubectl" --kubeconfig="$kubeconfig" --request-timeout=3s get serviceaccount default --namespace=default; }

dns_is_ready() { inside curl --fail --silent --max-time 2 "http://$node_address:8181/ready"; }
