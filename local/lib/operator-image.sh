# shellcheck shell=bash
# What Maven builds for images: the operator and the examples. A key over the sources tells whether Maven has to run at all.
# The including script sets tools (the folder of our commands).
# shellcheck disable=SC2154

operator_image=flink-operator:dev

# The settings of the image that decide which classes are loaded, and how.
operator_flags=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1)

maven_quietly() { (cd "$repository" && mvn --quiet --batch-mode --no-transfer-progress -Dstyle.color=never -Pquick "$@") || fail "the Maven build failed: its output is above"; }

# What git knows or would take, else every file outside of target.
sources_key() { # PATH…
    local path files=()
    for path; do
        [[ -e $repository/$path ]] || continue
        if git -C "$repository" rev-parse --git-dir > /dev/null 2>&1; then
            mapfile -O "${#files[@]}" -t files < <(git -C "$repository" ls-files --cached --others --exclude-standard -- "$path")
        else
            mapfile -O "${#files[@]}" -t files < <(cd "$repository" && find "$path" -name target -prune -o -type f -print | sort)
        fi
    done
    # A file that git knows may be deleted.
    (cd "$repository" && cat -- "${files[@]}" 2> /dev/null) | sha256sum | cut --characters=1-16
}

operator_archive() {
    echo "$cache/images/operator-$(text_key "$(sources_key pom.xml api core fetch restore operator/pom.xml operator/src/main helm/flink-operator/crds local/lib/ApiStandIn.java local/lib/operator-image.sh)" "$(base_layer 17)").tar"
}

# jib adds the operator's layers to our base: no registry is asked. Of the modules that Maven builds, one is an image.
make_operator_archive() { # OUT
    local base=$1.base
    temporaries+=("$base")
    say "Building $operator_image"
    "$tools/image" --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin localhost/flink-operator-base:java17 "$(base_layer 17)" > "$base"
    jib_operator jib:buildTar "-Dimage.base=tar://$base" "-Dimage.tar=$1" "-Dimage.name=$operator_image"
    share_classes "$1" "$1.extra"
    jib_operator jib:buildTar "-Dimage.base=tar://$base" "-Dimage.tar=$1" "-Dimage.name=$operator_image" "-Djib.extraDirectories.paths=$1.extra"
    rm -rf "$base" "$1.extra"
    find "$cache/images" -name 'operator-*.tar' -mtime +2 -delete
}

jib_operator() { # GOAL OPTION…
    maven_quietly -pl operator -am package "$1" -Djib.containerize=:flink-operator "${@:2}"
}

# The classes that an operator loads at its start and in its first round, as the image's own Java maps them into memory.
# That takes a run in the image's root file system, for which a stand-in of an API server is enough.
share_classes() { # IMAGE-ARCHIVE FOLDER
    local work=$1.classes root=$1.classes/root stand_in operator layer deadline=$((SECONDS + 60))
    temporaries+=("$work" "$2")
    mkdir -p "$root/dev" "$root/proc" "$2/app"
    tar --extract --to-stdout --file "$1" manifest.json | grep --only-matching '[0-9a-f]*\.tar\.gz' | while read -r layer; do
        tar --extract --to-stdout --file "$1" "$layer" | tar --extract --gzip --directory "$root" --no-same-owner --warning=no-unknown-keyword
    done
    keytool -genkeypair -alias stand-in -keyalg EC -dname CN=localhost -keystore "$work/keys" -storepass stand-in 2> /dev/null
    java "$local_folder/lib/ApiStandIn.java" "$work/keys" stand-in > "$work/port" 2> "$work/stand-in.log" &
    stand_in=$!
    until [[ -s $work/port ]] || ((SECONDS > deadline)); do sleep 0.1; done
    stand_in_kubeconfig "$(< "$work/port")" > "$root/tmp/kubeconfig"
    in_image "$root" env KUBECONFIG=/tmp/kubeconfig LEADER_ELECTION=false HTTP_PORT=0 \
        java "${operator_flags[@]}" -XX:ArchiveClassesAtExit=/tmp/classes.jsa -cp @/app/jib-classpath-file @/app/jib-main-class-file &> "$work/log" &
    operator=$!
    until grep --quiet 'object="first-taskmanager"' "$work/log" || ((SECONDS > deadline)); do sleep 0.1; done
    kill "$operator" "$stand_in" || true
    wait "$operator" "$stand_in" || true
    cp "$root/tmp/classes.jsa" "$2/app/" || {
        tail --lines=20 "$work/stand-in.log" "$work/log" >&2
        fail "the operator did not start against $local_folder/lib/ApiStandIn.java, so that its classes cannot be shared: its output is above"
    }
    rm -rf "$work"
}

# Without root in a namespace of our own users.
in_image() { # ROOT COMMAND…
    local options=(--mount)
    ((EUID == 0)) || options+=(--map-root-user)
    # shellcheck disable=SC2016 # $1 is the shell's own
    exec unshare "${options[@]}" bash -c 'mount --rbind /dev "$1/dev" && mount --rbind /proc "$1/proc" && exec chroot "$@"' - "$@"
}

stand_in_kubeconfig() { # PORT
    cat << EOF
apiVersion: v1
kind: Config
clusters: [{name: stand-in, cluster: {server: "https://127.0.0.1:$1", insecure-skip-tls-verify: true}}]
users: [{name: stand-in, user: {token: none}}]
contexts: [{name: stand-in, context: {cluster: stand-in, user: stand-in}}]
current-context: stand-in
EOF
}

# Onto the bases that the poms name, which are pulled from their registries. No root, no local part.
push_images() {
    local registry=${REGISTRY:?names where the images go, as HOST/PATH} archive=$cache/images/push.tar
    mkdir -p "$cache/images"
    say "Pushing $registry/$operator_image"
    jib_operator jib:buildTar "-Dimage.tar=$archive"
    share_classes "$archive" "$archive.extra"
    jib_operator jib:build "-Dimage.name=${registry%/}/$operator_image" "-Djib.extraDirectories.paths=$archive.extra"
    rm -rf "$archive" "$archive.extra"
    say "Pushing $registry/flink-operator/wordcount:dev"
    maven_quietly -pl examples/wordcount -am package jib:build -Djib.containerize=:wordcount "-Dimage.name=${registry%/}/flink-operator/wordcount:dev"
}

package_example() { # EXAMPLE
    local stamp=$cache/$1-sources key
    key=$(sources_key pom.xml "examples/$1")
    if [[ ! -e $(example_jar "$1") || ! -e $stamp || $(< "$stamp") != "$repository $key" ]]; then
        say "Building the example '$1'"
        maven_quietly -pl "examples/$1" -am package
        echo "$repository $key" > "$stamp"
    fi
}
