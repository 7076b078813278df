# shellcheck shell=bash
# Runs the test programs, two at a time, and sums up.

# Half of them wait most of their time for clocks and other processes. Each has a database server of its own.
readonly lanes=2

# run_tests [NAME...]: all test projects, or those whose name contains one of the names.
run_tests() {
    need_dotnet
    need_postgres always
    need_node
    need_chromium
    bring_python
    build_console
    build Latchwork.slnx

    local passed=0 failed=0 skipped=0 project report
    local -A running=()
    report=$(mktemp -d)
    # shellcheck disable=SC2064
    trap "end_test_programs; rm -rf '$report'" EXIT
    while read -r project; do
        ((${#running[@]} < lanes)) || await_test_program "$report"
        say "Testing: $project ..."
        run_test_program "$project" "$report" &
        running[$!]=$project
    done < <(test_projects "$@")
    while ((${#running[@]} > 0)); do
        await_test_program "$report"
    done

    if (($# == 0)); then
        check_console
        ((passed += console_passed, failed += console_failed)) || true
    fi

    ((skipped == 0)) || echo "$skipped skipped"
    echo "$passed passed, $failed failed"
    ((failed == 0 && passed > 0))
}

# Those that still run when this ends: what runs in the background hears no Ctrl-C.
end_test_programs() {
    local pids
    pids=$(jobs -pr)
    # shellcheck disable=SC2086
    [[ -z $pids ]] || kill $pids
}

# For the samples in Python alone: without it their tests say that they were skipped.
bring_python() { have python3 || { may_install_packages && install_packages python3-minimal; } || true; }

test_projects() {
    local file name wanted
    for file in "$home"/tests/*.Tests/*.Tests.csproj; do
        [[ -f $file ]] || continue
        name=$(basename "$file" .csproj)
        (($# > 0)) || echo "$name"
        for wanted in "$@"; do
            if [[ ${name,,} == *"${wanted,,}"* ]]; then
                echo "$name"
                break
            fi
        done
    done
}

# run_test_program NAME DIR: what it says goes to a file, so that two do not talk at once.
run_test_program() {
    local colours=()
    [[ -t 1 ]] || colours=(-noColor)
    dotnet "$(program "$1")" -ctrf "$2/$1.json" -noLogo "${colours[@]}" </dev/null >"$2/$1.log" 2>&1
}

# Shows what the next one that ends has said, and adds to the sums. A program that ends without a report counts as one failure.
await_test_program() {
    local ended=0 pid name report
    wait -n -p pid "${!running[@]}" || ended=$?
    name=${running[$pid]}
    unset "running[$pid]"
    report=$1/$name.json
    echo "== $name"
    cat "$1/$name.log"
    if [[ ! -s $report ]]; then
        echo "$name ended with exit code $ended and without a report."
        failed=$((failed + 1))
        return
    fi
    local now_failed
    now_failed=$(summary_of "$report" failed)
    ((ended == 0 || now_failed > 0)) || now_failed=1
    passed=$((passed + $(summary_of "$report" passed)))
    failed=$((failed + now_failed))
    skipped=$((skipped + $(summary_of "$report" skipped)))
}

# The first member of that name in the report's summary.
summary_of() {
    local number
    number=$(tr -d ' \n' <"$1" | grep -o '"summary":{[^}]*}' | grep -o "\"$2\":[0-9]*" | head -n 1 | cut -d: -f2)
    echo "${number:-0}"
}
