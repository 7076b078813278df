# shellcheck shell=bash
# The web console: its packages, and building it into artifacts/console, from where the server's build takes it.

readonly console_built="$home/artifacts/console"

# Builds the console where that can be done; without it the server shows a page that says how.
build_console() {
    if ! try_node; then
        say "Node.js $oldest_node or newer is not on this machine and cannot be brought: the web console is left out. All else works."
        return
    fi
    ! console_is_fresh || return 0
    bring_console_packages
    quietly "Building the console" npm --prefix "$home/console" run build || exit 1
}

console_is_fresh() {
    [[ -f $console_built/index.html ]] && [[ -z $(find "$home/console" -name node_modules -prune -o -newer "$console_built/index.html" -print -quit) ]]
}

# As the lock file says, and not at all where that is what is there.
bring_console_packages() {
    local there="$home/console/node_modules/.package-lock.json"
    [[ -f $there && ! $home/console/package-lock.json -nt $there ]] ||
        quietly "Installing the console's packages" npm --prefix "$home/console" ci --no-audit --no-fund || exit 1
}

# Types, rules and pure logic of the console. Sets console_passed and console_failed.
check_console() {
    local report
    console_passed=0 console_failed=0
    bring_console_packages
    report=$(mktemp)
    say "Testing: console ..."
    npm --prefix "$home/console" run check >"$report" 2>&1 || console_failed=1
    # Colours or not, the last line with the number of tests counts.
    console_passed=$(sed 's/\x1b\[[0-9;]*m//g' "$report" | sed -n 's/^ *Tests .*[^0-9]\([0-9][0-9]*\) passed.*/\1/p' | tail -n 1)
    console_passed=${console_passed:-0}
    ((console_failed == 0)) || cat "$report" >&2
    rm -f "$report"
}

# A browser for the tests of the console.
need_chromium() {
    have chromium && return
    if may_install_packages && install_packages chromium; then
        return
    fi
    fail "Chromium is missing, which the console is tested with. Install it (Debian, Ubuntu: apt-get install chromium)."
}
