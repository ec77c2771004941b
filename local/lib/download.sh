# shellcheck shell=bash
# Official prebuilt parts, by checksums written here. Nothing unverified is ever used: etcd has no checksum here
# and is always built from its Go module. Kubernetes' is of the newest patch release whose checksum we have, which
# may be older than the one that go.mod names.
# The including script sets scratch (a folder for archives) and folder (where parts go).
# shellcheck disable=SC2154

kubernetes_prebuilt=v1.36.0
helm_prebuilt=v3.22.0
declare -A checksums=(
    [kubernetes-amd64]=1c64da92575451c2c7ff97c79b772e603995f8e76da1371a6b0746aaa27b65dce81c4d734cbb50f40e71486a8e08df36f14e12974f97d4d29e41f23a172a6a25
    [kubernetes-arm64]=7f95e451baedd9368a2fa637afa84c9ed1b958736540ca27a379e5e292e1a10c5d9a29539f833047574bf5d3b6f907f32dee5735acecc11aa4686f078108dcf8
    [helm-amd64]=1e4ab49e429626cf6c6958d914248b78c9730803c2751b87627e171dc800e7bb
    [helm-arm64]=f14e804dfee240f55525b667488fe9adca349e63e00c9af634c0beb1421ac310
)

# Does what it can: what it leaves missing is built.
download_parts() { # PART…
    local architecture=amd64 kubernetes=() part
    [[ $(uname -m) == x86_64 ]] || architecture=arm64
    for part; do
        case $part in
            kube*) kubernetes+=("$part") ;;
            helm) fetch https://get.helm.sh "helm-$helm_prebuilt-linux-$architecture.tar.gz" "${checksums[helm-$architecture]}" "linux-$architecture" helm || true ;;
        esac
    done
    ((${#kubernetes[@]} == 0)) ||
        fetch "https://dl.k8s.io/$kubernetes_prebuilt" "kubernetes-server-linux-$architecture.tar.gz" "${checksums[kubernetes-$architecture]}" kubernetes/server/bin "${kubernetes[@]}" || true
}

fetch() { # SITE ARCHIVE CHECKSUM FOLDER-INSIDE PART…
    local site=$1 archive=$scratch/$2 checksum=$3 inside=$4
    shift 4
    command -v curl > /dev/null || return 1
    # A probe first: a site out of reach must cost seconds, a slow one may take its time.
    curl --head --fail --location --silent --output /dev/null --connect-timeout 3 --max-time 10 "$site/$(basename "$archive")" || return 1
    say "Downloading $(basename "$archive")"
    curl --fail --location --silent --show-error --max-time 900 --output "$archive" "$site/$(basename "$archive")" || return 1
    if ! has_checksum "$archive" "$checksum"; then
        say "$(basename "$archive") does not have the pinned checksum: discarded, its parts are built instead"
        return 1
    fi
    tar --extract --file "$archive" --directory "$scratch" --strip-components="$(tr --delete --complement / <<< "$inside/" | tr --delete '\n' | wc --chars)" "${@/#/$inside/}" &&
        mv "${@/#/$scratch/}" "$folder/"
}

has_checksum() { # FILE CHECKSUM
    local tool=sha256sum
    ((${#2} == 64)) || tool=sha512sum
    "$tool" --check --status <<< "$2  $1"
}
