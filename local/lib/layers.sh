# shellcheck shell=bash
# The layers of our images as tar files of the cache, each made once. A layer's key is the hash of how it is made.
# The including script sets tools (the folder of our commands).
# shellcheck disable=SC2154

layers=$cache/layers
flink_user=9999
# What the official images install, and what they find in their own base.
base_packages=gettext-base,gosu,gpg,libjemalloc-dev,libsnappy1v5,procps,curl,ca-certificates

# Flink runs on the Java of its time.
java_version() { # FLINK-VERSION
    case $1 in
        1.?.* | 1.1[0-4].*) echo 8 ;;
        1.1[5-7].*) echo 11 ;;
        *) echo 17 ;;
    esac
}

# Where Debian has a Java.
java_suite() { # JAVA
    case $1 in
        8) echo sid ;;
        11) echo bullseye ;;
        *) echo bookworm ;;
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
    echo "$layers/base-java$1-$(text_key "$base_packages" "$(recipe_key make_base_layer java_suite)").tar"
}

make_base_layer() { # JAVA OUT
    ((EUID == 0)) || fail "root is needed to make the base of the images"
    say "Making a root file system with Java $1"
    # The older suites change no more, or their mirror may lag behind: neither is an error.
    # shellcheck disable=SC2016 # $1 is the hook's own
    TMPDIR=$cache mmdebstrap --quiet --variant=minbase --skip=output/dev --include="openjdk-$1-jre-headless,$base_packages" \
        --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Check-Valid-Until "false"' \
        --customize-hook='cd "$1" && rm -rf usr/share/doc/* usr/share/man/* usr/share/locale/* usr/share/info/* var/log/* var/cache/* var/lib/apt/lists/*' \
        --customize-hook="echo flink:x:$flink_user:$flink_user::/opt/flink:/bin/bash >> \"\$1\"/etc/passwd; echo flink:x:$flink_user: >> \"\$1\"/etc/group" \
        --customize-hook="cd \"\$1\"/usr/lib/jvm && ln -s /usr/lib/jvm/\$(echo java-$1-openjdk-*) ../../../opt/java && chroot ../../.. /opt/java/bin/java -version" \
        --format=tar "$(java_suite "$1")" "$2" ||
        fail "a Debian root file system with Java $1 could not be made: mmdebstrap's output is above"
}

pause_layer() { echo "$layers/pause-$(content_key "$tools/pause").tar"; }

make_pause_layer() { # OUT
    make_layer "$1" "$tools" pause
}

# Those that the job ledger can run on.
ledger_versions() { pinned_versions | grep --invert-match '^1\.1'; }

pinned_versions() { (cd "$local_folder/flink" && printf '%s\n' *.txt | sed 's/\.txt$//'); }

check_pinned() { # FLINK-VERSION
    [[ -e $local_folder/flink/$1.txt ]] || fail "there is no pinned Flink $1; pinned are: $(pinned_versions | paste --serial --delimiters=' ')"
}

flink_layer() { # FLINK-VERSION
    echo "$layers/flink-$1-$(recipe_key make_flink_layer unpack_packages listen_on_all_addresses make_layer "$local_folder/flink/$1.txt").tar"
}

make_flink_layer() { # FLINK-VERSION OUT
    local version=$1 scratch=$2.files home=$2.files/root/opt/flink python=310
    temporaries+=("$scratch")
    rm -rf "$scratch"
    mkdir -p "$home"
    # Platform and Python are fixed because what we take depends on neither; 1.12 has no package for a newer one.
    [[ $version != 1.12.* ]] || python=37
    say "Downloading Flink $version"
    pip3 download --quiet --no-deps --no-cache-dir --require-hashes --python-version "$python" --platform manylinux1_x86_64 \
        --platform manylinux2014_x86_64 --dest "$scratch/archives" --requirement "$local_folder/flink/$version.txt" ||
        fail "Flink $version could not be downloaded as its Python packages: pip's output is above"
    say "Assembling Flink $version"
    unpack_packages "$scratch"
    (cd "$scratch/pyflink" && mv bin conf lib opt plugins "$home/" && { [[ ! -e licenses ]] || mv licenses "$home/"; })
    mkdir -p "$home/log"
    chmod +x "$home"/bin/*.sh "$home/bin/flink"
    listen_on_all_addresses "$home"
    make_layer "$2" "$scratch/root" opt/flink
    rm -rf "$scratch"
}

# The distribution's parts as the Python packages have them: jars in one package, scripts and configuration in the other;
# Flink 1.12 has one package for all.
unpack_packages() { # FOLDER
    local archive
    for archive in "$1"/archives/*; do
        case $archive in
            *.whl) unzip -q -o "$archive" 'pyflink/*' -d "$1" ;;
            *) tar --extract --file "$archive" --directory "$1" --one-top-level=pyflink --strip-components=2 --wildcards '*/deps/*' ;;
        esac
    done
}

# The distribution listens on localhost only, which in a pod nobody else reaches. config.yaml is nested, and changed by Flink's own tool.
listen_on_all_addresses() { # FOLDER
    local flat=$1/conf/flink-conf.yaml key words=()
    for key in rest.address rest.bind-address jobmanager.bind-host taskmanager.bind-host; do
        [[ ! -e $flat ]] || sed --in-place "s/^$key: localhost/$key: 0.0.0.0/" "$flat"
        words+=(-repKV "$key,localhost,0.0.0.0")
    done
    [[ ! -e $flat ]] || sed --in-place '/^taskmanager.host: localhost/d' "$flat"
    [[ ! -e $1/conf/config.yaml ]] ||
        "$1/bin/config-parser-utils.sh" "$1/conf" "$1/bin" "$1/lib" "${words[@]}" -rmKV taskmanager.host=localhost ||
        fail "Flink's own tool could not change its configuration: its output is above"
}

stand_in=$local_folder/flink/docker-entrypoint.sh
official=${OFFICIAL_ENTRYPOINT:-$stand_in}
[[ -f $official ]] || fail "OFFICIAL_ENTRYPOINT names '$official', which is no file"

# Ours, or the one that is given. The real one of Flink 1.19 and later calls a tool that older versions do not have; the real one of
# older versions edits a file that newer ones do not have. A version that the given one cannot be for keeps our stand-in.
entrypoint_of() { # VERSION
    local kind=any
    if grep --quiet config-parser-utils "$official"; then
        kind=newer
    elif grep --quiet flink-conf.yaml "$official"; then
        kind=older
    fi
    case $kind-$(is_older "$1" 1.19 && echo older || echo newer) in
        newer-older | older-newer) echo "$stand_in" ;;
        *) echo "$official" ;;
    esac
}

is_older() { # VERSION OTHER
    [[ $1 != "$2" && $(printf '%s\n' "$1" "$2" | sort --version-sort | head --lines=1) == "$1" ]]
}

entrypoint_layer() { # FILE
    echo "$layers/entrypoint-$(recipe_key make_entrypoint_layer make_layer "$1").tar"
}

make_entrypoint_layer() { # FILE OUT
    local scratch=$2.files
    temporaries+=("$scratch")
    mkdir -p "$scratch"
    install --mode=755 "$1" "$scratch/docker-entrypoint.sh"
    make_layer "$2" "$scratch" docker-entrypoint.sh
    rm -rf "$scratch"
}

example_jar() { echo "$repository/examples/$1/target/$1.jar"; } # EXAMPLE

# A layer with a single file, where Flink looks for jobs.
job_layer() { # FILE
    local name=${1##*/}
    echo "$layers/${name%%.*}-$(content_key "$1").tar"
}

make_job_layer() { # FILE OUT
    local scratch=$2.files
    temporaries+=("$scratch")
    mkdir -p "$scratch/opt/flink/usrlib"
    cp "$1" "$scratch/opt/flink/usrlib/"
    make_layer "$2" "$scratch" opt/flink/usrlib
    rm -rf "$scratch"
}

make_layer() { # OUT FOLDER PATH…
    tar --create --file "$1" --directory "$2" --sort=name --mtime=@0 --numeric-owner --owner="$flink_user" --group="$flink_user" "${@:3}"
}
