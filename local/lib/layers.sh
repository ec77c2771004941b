# shellcheck shell=bash
# The layers of our images as tar files of the cache, each made once. A layer's key is the hash of how it is made.
# The including script sets tools (the folder of our commands) and flink_version.
# shellcheck disable=SC2154

layers=$cache/layers
flink_user=9999
base_packages=procps,gettext-base,curl,ca-certificates

# Flink runs on the Java of its time.
java_version() {
    case $flink_version in
        1.?.* | 1.1[0-7].*) echo 11 ;;
        *) echo 17 ;;
    esac
}

# A key over functions and files: how something is made.
recipe_key() { # FUNCTION-OR-FILE…
    local part
    for part; do
        declare -f "$part" || cat "$part"
    done | sha256sum | cut --characters=1-16
}

base_layer() { # JAVA
    echo "$layers/base-java$1-$(recipe_key make_base_layer).tar"
}

make_base_layer() { # JAVA OUT
    local suite=bookworm
    [[ $1 == 17 ]] || suite=bullseye
    ((EUID == 0)) || fail "root is needed to make the base of the images"
    say "Making a root file system with Java $1"
    # shellcheck disable=SC2016 # $1 is the hook's own
    TMPDIR=$cache mmdebstrap --quiet --variant=minbase --skip=output/dev --include="openjdk-$1-jre-headless,$base_packages" \
        --aptopt='Acquire::Languages "none"' \
        --customize-hook='cd "$1" && rm -rf usr/share/doc/* usr/share/man/* usr/share/locale/* usr/share/info/* var/log/* var/cache/* var/lib/apt/lists/*' \
        --customize-hook="echo flink:x:$flink_user:$flink_user::/opt/flink:/bin/bash >> \"\$1\"/etc/passwd; echo flink:x:$flink_user: >> \"\$1\"/etc/group" \
        --customize-hook='ln -s "$(cd "$1" && echo /usr/lib/jvm/java-*-openjdk-*)" "$1"/opt/java' \
        --format=tar "$suite" "$2"
}

pause_layer() { echo "$layers/pause-$(content_key "$tools/pause").tar"; }

make_pause_layer() { # OUT
    make_layer "$1" "$tools" pause
}

flink_requirements() {
    local file=$local_folder/flink/$flink_version.txt
    [[ -e $file ]] || fail "there is no pinned Flink $flink_version; pinned are: $(cd "$local_folder/flink" && echo *.txt | sed 's/\.txt//g')"
    echo "$file"
}

flink_layer() { echo "$layers/flink-$flink_version-$(recipe_key make_flink_layer listen_on_all_addresses make_layer "$local_folder/flink/docker-entrypoint.sh" "$(flink_requirements)").tar"; }

# The distribution's parts as the Python packages have them: jars in one package, scripts and configuration in the other.
# The platform is fixed because neither has anything of a platform in what we take.
make_flink_layer() { # OUT
    local scratch=$1.files home=$1.files/root/opt/flink archive
    temporaries+=("$scratch")
    rm -rf "$scratch"
    mkdir -p "$home" "$scratch/root/usr/local/bin"
    say "Downloading Flink $flink_version"
    pip3 download --quiet --no-deps --no-cache-dir --require-hashes --python-version 310 --platform manylinux1_x86_64 \
        --platform manylinux2014_x86_64 --dest "$scratch/archives" --requirement "$(flink_requirements)"
    say "Assembling Flink $flink_version"
    for archive in "$scratch"/archives/*.whl; do
        unzip -q -o "$archive" 'pyflink/*' -d "$scratch"
    done
    (cd "$scratch/pyflink" && mv bin conf lib opt plugins licenses "$home/")
    mkdir -p "$home/log" "$home/usrlib"
    chmod +x "$home"/bin/*.sh "$home/bin/flink"
    listen_on_all_addresses "$home/conf"
    cp "$local_folder/flink/docker-entrypoint.sh" "$scratch/root/usr/local/bin/"
    make_layer "$1" "$scratch/root" opt/flink usr/local/bin/docker-entrypoint.sh
    rm -rf "$scratch"
}

# The distribution listens on localhost only, which in a pod nobody else reaches.
listen_on_all_addresses() { # FOLDER
    sed --in-place --regexp-extended \
        -e 's/^( *|jobmanager\.|taskmanager\.)bind-host: localhost/\1bind-host: 0.0.0.0/' \
        -e '/^( +|taskmanager\.)host: localhost/d' \
        -e 's/^( *)(# )?(rest\.)?bind-address: localhost/\1\3bind-address: 0.0.0.0/' \
        "$1"/*.yaml
}

wordcount_layer() { echo "$layers/wordcount-$(content_key "$(wordcount_jar)").tar"; }

wordcount_jar() { echo "$repository/examples/wordcount/target/wordcount.jar"; }

make_wordcount_layer() { # OUT
    local scratch=$1.files
    temporaries+=("$scratch")
    mkdir -p "$scratch/opt/flink/usrlib"
    cp "$(wordcount_jar)" "$scratch/opt/flink/usrlib/"
    make_layer "$1" "$scratch" opt/flink/usrlib
    rm -rf "$scratch"
}

make_layer() { # OUT FOLDER PATH…
    tar --create --file "$1" --directory "$2" --sort=name --mtime=@0 --numeric-owner --owner="$flink_user" --group="$flink_user" "${@:3}"
}
