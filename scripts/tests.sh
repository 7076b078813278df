# shellcheck shell=bash
# Runs the test programs, one after the other, and sums up.

# run_tests [NAME...]: all test projects, or those whose name contains one of the names.
run_tests() {
    need_dotnet
    need_postgres always
    need_node
    bring_python
    build Latchwork.slnx

    local passed=0 failed=0 skipped=0 project report
    report=$(mktemp -d)
    # shellcheck disable=SC2064
    trap "rm -rf '$report'" EXIT
    while read -r project; do
        run_test_program "$project" "$report/$project.json"
    done < <(test_projects "$@")

    ((skipped == 0)) || echo "$skipped skipped"
    echo "$passed passed, $failed failed"
    ((failed == 0 && passed > 0))
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

# Adds to the sums. A program that ends without a report counts as one failure.
run_test_program() {
    local name=$1 report=$2 ended=0 colours=()
    [[ -t 1 ]] || colours=(-noColor)
    echo "== $name"
    dotnet "$(program "$name")" -ctrf "$report" -noLogo "${colours[@]}" </dev/null || ended=$?
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
