# shellcheck shell=bash
# Node.js, which the peers in the tests run on.

readonly oldest_node=20.19
readonly node_package_version=22

# After this, `node` is new enough, and trusts whom the machine trusts: the programs of npm bring a list of their own.
need_node() { try_node || fail "Node.js $oldest_node or newer is needed. Install it (https://nodejs.org), so that 'node' is on the PATH."; }

# The same; false where it is not there and cannot be brought.
try_node() {
    local machine_authorities=/etc/ssl/certs/ca-certificates.crt
    [[ -n ${NODE_EXTRA_CA_CERTS:-} || ! -r $machine_authorities ]] || export NODE_EXTRA_CA_CERTS=$machine_authorities
    local brought="$tools/node/node_modules/node/bin"
    ! is_node node || ! have npm || return 0
    if ! is_node "$brought/node"; then
        have npm || { may_install_packages && install_packages npm; } || return 1
        ! is_node node || return 0
        say "Node.js $oldest_node or newer is not on this machine; taking it from npm, into tools/."
        npm_install "$tools/node" "node@$node_package_version" && is_node "$brought/node" || return 1
    fi
    export PATH="$brought:$PATH"
}

is_node() { have "$1" && at_least "$oldest_node" "$("$1" --version 2>/dev/null | tr -d v)"; }
