# shellcheck shell=bash
# Small words that the other scripts are written in.

readonly tools="${home:?}/tools"

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "latchwork: $*"
    exit 2
}

have() { command -v "$1" >/dev/null 2>&1; }

# at_least 20.19 20.20.2: is the second version the first or newer?
at_least() { [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }

is_root() { [[ $(id -u) == 0 ]]; }

# Can we act as root without asking anybody for a password?
may_be_root() { is_root || { have sudo && sudo -n true 2>/dev/null; }; }

as_root() {
    if is_root; then "$@"; else sudo -n "$@"; fi
}

# quietly "What it does" command...: one line, and the command's output only if it fails.
quietly() {
    local what=$1 output
    shift
    say "$what ..."
    output=$(mktemp)
    if "$@" >"$output" 2>&1 </dev/null; then
        rm -f "$output"
        return
    fi
    cat "$output" >&2
    rm -f "$output"
    say "latchwork: that failed: $what"
    return 1
}

may_install_packages() { have apt-get && may_be_root; }

# Installs packages of the distribution (Debian, Ubuntu and their like).
install_packages() {
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120)
    quietly "Reading the list of packages" as_root "${apt[@]}" update &&
        quietly "Installing $*" as_root "${apt[@]}" install -y --no-install-recommends "$@"
}
