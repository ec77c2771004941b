# shellcheck shell=bash
# The layer with Flink's file systems in /opt/flink/opt, where the official images have them; its Python packages leave them out.
# flink/VERSION.jars pins those that Maven's registry has for a version: name, version and SHA-256, one a line.
# The including script sets layers and has the functions of lib/layers.sh.
# shellcheck disable=SC2154

filesystems_of() { # FLINK-VERSION: the file that pins them, if there are any
    [[ ! -e $local_folder/flink/$1.jars ]] || echo "$local_folder/flink/$1.jars"
}

filesystems_layer() { # FLINK-VERSION: nothing if there are none
    local pinned
    pinned=$(filesystems_of "$1")
    [[ -z $pinned ]] || echo "$layers/filesystems-$1-$(recipe_key make_filesystems_layer make_layer "$pinned").tar"
}

make_filesystems_layer() { # FLINK-VERSION OUT
    local scratch=$2.files opt=$2.files/opt/flink/opt jar sum
    temporaries+=("$scratch")
    rm -rf "$scratch"
    mkdir -p "$opt"
    while read -r jar sum; do
        say "Downloading $jar"
        (cd "$scratch" && mvn --quiet --batch-mode --no-transfer-progress -Dstyle.color=never \
            org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy "-Dartifact=org.apache.flink:$jar" "-DoutputDirectory=$opt" < /dev/null) ||
            fail "the file system '$jar' could not be downloaded: Maven's output is above"
        sha256sum --check --status <<< "$sum  $opt/${jar/:/-}.jar" ||
            fail "the file system '$jar' does not have the checksum that $(filesystems_of "$1") pins"
    done < "$(filesystems_of "$1")"
    make_layer "$2" "$scratch" opt/flink/opt
    rm -rf "$scratch"
}
