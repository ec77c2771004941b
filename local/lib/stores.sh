# shellcheck shell=bash
# The layers of the images with stand-ins for object stores: a server that speaks the protocol, and one before it that makes faults.
# The including script sets layers and has the functions of lib/layers.sh.
# shellcheck disable=SC2154

stores=$local_folder/stores
azurite_version=3.35.0 # the newest that runs on the Node.js of Debian's stable suite
azurite_day=2026-11-01 # what it depends on is of that day at the latest

store_layers() { # STORE
    store_layer faults
    case $1 in
        s3 | gcs) store_layer "$1" ;;
        azure)
            node_layer
            azurite_layer
            ;;
    esac
}

build_store() { # STORE
    ensure "$(store_layer faults)" make_store_layer faults
    case $1 in
        s3 | gcs) ensure "$(store_layer "$1")" make_store_layer "$1" ;;
        azure)
            ensure "$(node_layer)" make_node_layer
            ensure "$(azurite_layer)" make_azurite_layer
            ;;
    esac
}

store_package() { # STORE
    case $1 in
        faults) echo ./faults ;;
        s3) echo github.com/versity/versitygw/cmd/versitygw ;;
        gcs) echo github.com/fsouza/fake-gcs-server ;;
    esac
}

store_layer() { # STORE
    local sources=("$stores/go.mod" "$stores/go.sum")
    [[ $1 != faults ]] || sources=("$stores"/faults/*.go)
    echo "$layers/store-$1-$(recipe_key make_store_layer make_layer store_package "${sources[@]}").tar"
}

make_store_layer() { # STORE OUT
    local scratch=$2.files begun=$EPOCHREALTIME
    command -v go > /dev/null || fail "to build the store '$1' Go is needed: install it and run this again"
    temporaries+=("$scratch")
    mkdir -p "$scratch"
    say "Building the store '$1' from Go modules; the first time takes a minute"
    (cd "$stores" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$scratch/$1" "$(store_package "$1")") ||
        fail "building the store '$1' failed: its output is above"
    make_layer "$2" "$scratch" "$1"
    rm -rf "$scratch"
    say "Built the store '$1' in $(elapsed_since "$begun")"
}

node_layer() { echo "$layers/node-$(recipe_key make_node_layer).tar"; }

make_node_layer() { # OUT
    ((EUID == 0)) || fail "root is needed to make a root file system with Node.js"
    say "Making a root file system with Node.js"
    TMPDIR=$cache mmdebstrap --quiet --variant=minbase --skip=output/dev --include=nodejs --aptopt='Acquire::Languages "none"' \
        --format=tar bookworm "$1" || fail "a Debian root file system with Node.js could not be made: mmdebstrap's output is above"
}

azurite_layer() { echo "$layers/azurite-$(text_key "$azurite_version" "$azurite_day" "$(recipe_key make_azurite_layer make_layer "$stores/container.js")").tar"; }

make_azurite_layer() { # OUT
    local scratch=$1.files
    temporaries+=("$scratch")
    mkdir -p "$scratch/azurite"
    "$local_folder/packages" npm:npm
    say "Downloading Azurite $azurite_version"
    npm install --prefix "$scratch/azurite" --before "$azurite_day" --ignore-scripts --omit=dev --no-audit --no-fund --silent "azurite@$azurite_version" ||
        fail "Azurite could not be had from the registry of npm: its output is above"
    cp "$stores/container.js" "$scratch/azurite/"
    make_layer "$1" "$scratch" azurite
    rm -rf "$scratch"
}
