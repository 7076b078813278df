# shellcheck shell=bash
# Packages of npm, installed into folders of their own under tools/.

# need_npm WHAT "how else": the machine's npm, or the distribution's package.
need_npm() {
    have npm && return
    if may_install_packages && install_packages npm; then
        return
    fi
    fail "npm is missing, which would bring $1. Install $1 itself ($2), or npm (Debian, Ubuntu: apt-get install npm)."
}

# npm_install FOLDER PACKAGE: its install scripts must run, they put the package's files in place.
npm_install() {
    mkdir -p "$1"
    [[ -f $1/package.json ]] || printf '{ "private": true }\n' >"$1/package.json"
    quietly "Installing the npm package $2" npm install --prefix "$1" --no-audit --no-fund --ignore-scripts=false "$2"
}
