# shellcheck shell=bash
# The layer that makes of our Flink image one for Python jobs: Debian's Python, and PyFlink with all it needs.
# The including script sets layers and has the functions of lib/layers.sh.
# shellcheck disable=SC2034,SC2154

python=3.11 # the one of Debian's suite for Java 17
python_packages=$local_folder/python/requirements.txt
python_job=$repository/examples/manifests/words.py

# The Flink that the packages are for.
python_flink_version() { sed --quiet 's/^apache-flink==\([^ ]*\) .*/\1/p' "$python_packages"; }

python_base_layer() { base_layer "$(java_version "$(python_flink_version)")"; }

python_layer() {
    echo "$layers/python-$(text_key "$python" "$(python_base_layer)" "$(recipe_key make_python_layer add_python add_python_packages java_suite make_layer "$python_packages")").tar"
}

make_python_layer() { # OUT
    local scratch=$1.files
    temporaries+=("$scratch")
    rm -rf "$scratch"
    mkdir -p "$scratch/root"
    add_python "$scratch"
    add_python_packages "$scratch"
    make_layer "$1" "$scratch/root" usr
    rm -rf "$scratch"
}

# Debian's packages as files, without what the base has of them.
add_python() { # FOLDER
    say "Making Python $python"
    TMPDIR=$cache mmdebstrap --quiet --variant=extract --skip=output/dev --include="python$python" \
        --aptopt='Acquire::Languages "none"' --format=tar "$(java_suite 17)" "$1/debian.tar" ||
        fail "Python $python could not be had from Debian: mmdebstrap's output is above"
    tar --list --file "$(python_base_layer)" | grep --invert-match '/$' > "$1/base"
    tar --extract --file "$1/debian.tar" --directory "$1/root" --exclude-from="$1/base" "./usr/bin/python$python" ./usr/lib
    ln --symbolic "python$python" "$1/root/usr/bin/python3"
    ln --symbolic python3 "$1/root/usr/bin/python"
}

# The host's pip only downloads: the packages are for Python and libc of the image. PyFlink has no package for Linux on arm64,
# but runs there without the native code in that for amd64.
add_python_packages() { # FOLDER
    local packages=$1/root/usr/local/lib/python$python/dist-packages archive platforms
    platforms=({manylinux2014,manylinux_2_17,manylinux_2_28}_"$(uname -m)" manylinux1_x86_64)
    mkdir -p "$packages" "$1/sources"
    say "Downloading PyFlink $(python_flink_version)"
    pip3 download --quiet --no-deps --no-cache-dir --require-hashes --python-version "$python" "${platforms[@]/#/--platform=}" \
        --dest "$1/archives" --requirement "$python_packages" || fail "PyFlink could not be downloaded: pip's output is above"
    say "Assembling PyFlink $(python_flink_version)"
    for archive in "$1"/archives/*; do
        case $archive in
            *.whl) unzip -q -o "$archive" -d "$packages" ;;
            *) tar --extract --file "$archive" --directory "$1/sources" --strip-components=1 ;;
        esac
    done
    find "$packages" -depth -type d \( -name tests -o -name '*.data' \) -exec rm -rf {} +
    # What comes as sources is pure Python.
    (cd "$1/sources" && mv dill docopt.py hdfs python3/crcmod "$packages/")
}
