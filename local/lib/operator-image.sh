# shellcheck shell=bash
# What Maven builds for images: the operator and the examples. A key over the sources tells whether Maven has to run at all.
# The including script sets tools (the folder of our commands).
# shellcheck disable=SC2154

operator_image=flink-operator:dev

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
    echo "$cache/images/operator-$(text_key "$(sources_key pom.xml api core fetch restore operator/pom.xml operator/src/main helm/flink-operator/crds)" "$(base_layer 17)").tar"
}

# jib adds the operator's layers to our base: no registry is asked. Of the modules that Maven builds, one is an image.
make_operator_archive() { # OUT
    local base=$1.base
    temporaries+=("$base")
    say "Building $operator_image"
    "$tools/image" --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin localhost/flink-operator-base:java17 "$(base_layer 17)" > "$base"
    maven_quietly -pl operator -am package jib:buildTar -Djib.containerize=:flink-operator "-Dimage.base=tar://$base" "-Dimage.tar=$1" "-Dimage.name=$operator_image"
    rm -f "$base"
    find "$cache/images" -name 'operator-*.tar' -mtime +2 -delete
}

# Onto the bases that the poms name, which are pulled from their registries. No root, no local part.
push_images() {
    local registry=${REGISTRY:?names where the images go, as HOST/PATH}
    say "Pushing $registry/$operator_image"
    maven_quietly -pl operator -am package jib:build -Djib.containerize=:flink-operator "-Dimage.name=${registry%/}/$operator_image"
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
