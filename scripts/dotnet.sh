# shellcheck shell=bash
# The .NET SDK, and building with it.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# A build must leave no process behind that keeps a pipe of the caller open.
export MSBUILDDISABLENODEREUSE=1

need_dotnet() {
    if ! have dotnet && [[ -x $HOME/.dotnet/dotnet ]]; then
        export PATH="$HOME/.dotnet:$PATH" DOTNET_ROOT="$HOME/.dotnet"
    fi
    local wanted found
    wanted=$(sed -n 's/.*"version": *"\([0-9.]*\)".*/\1/p' "$home/global.json")
    have dotnet || fail "The .NET SDK $wanted or newer is missing. Install the package dotnet-sdk-10.0 (https://dot.net/download), or your distribution's."
    # global.json decides: in this folder dotnet answers only with an SDK that fits.
    (cd "$home" && dotnet --version) >/dev/null 2>&1 && return
    found=$(cd / && dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ')
    fail "The .NET SDK $wanted or newer 10.0 is missing (found: ${found:-none}). Install the package dotnet-sdk-10.0 (https://dot.net/download)."
}

# program Server: the path of what a project builds.
program() { printf '%s' "$home/artifacts/bin/$1/release/Latchwork.$1.dll"; }

# build FILE: Release, quietly, and not at all when no source is newer than the last build of it.
build() {
    local name stamp
    name=$(basename "$1" | sed 's/\.[a-z]*$//')
    stamp="$home/artifacts/.built-$name"
    [[ -f $stamp ]] && ! has_newer_sources "$stamp" && return
    mkdir -p "$home/artifacts"
    # The stamp gets the time before the build: a file saved while it runs is newer.
    touch "$stamp.new"
    quietly "Building $name" dotnet build "$home/$1" -c Release -v q --nologo -clp:ErrorsOnly || exit 1
    mv "$stamp.new" "$stamp"
}

# Folders count too: their time tells of files that are gone.
has_newer_sources() {
    local places=("$home/src" "$home"/*.props "$home/global.json" "$home/.editorconfig")
    local more
    for more in tests bench samples; do
        [[ -d $home/$more ]] && places+=("$home/$more")
    done
    # The console is built into the server.
    [[ ! -f $home/artifacts/console/index.html ]] || places+=("$home/artifacts/console")
    [[ -n $(find "${places[@]}" -name node_modules -prune -o -newer "$1" -print -quit) ]]
}
