#!/usr/bin/env bash
# Calls one function and prints its answer: keyvox.sh /v1/unlock '{"lockId":"…","flag":"1"}'. Settings: see ../README.md.
# Other scripts take it in with `source` for its functions: sign, call, member.
set -euo pipefail

# sign METHOD PATH BODY DATE: the headers that prove a request, one a line, as curl's -H @- reads them. PATH is as it is sent, BODY its very bytes.
# openssl takes the secret as an argument, which other accounts of this machine can see while it runs.
sign() {
    local digest signature
    digest="SHA-256=$(printf %s "$3" | openssl dgst -sha256 -binary | openssl base64 -A)"
    signature=$(printf 'date: %s\n%s %s HTTP/1.1\ndigest: %s' "$4" "$1" "$2" "$digest" |
        openssl dgst -sha256 -hmac "$KEYVOX_SECRET" -binary | openssl base64 -A)
    printf '%s: %s\n' date "$4" digest "$digest" x-target-host default.pms \
        authorization "hmac username=\"$KEYVOX_KEY\", algorithm=\"hmac-sha256\", headers=\"date request-line digest\", signature=\"$signature\""
}

# call FUNCTION [BODY]: POST; prints the answer, or fails with the server's words. Success has the code "0"; a refused signature has none.
call() {
    local path=/api/eagle-pms$1 body=${2:-'{}'} date answer
    date=$(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S GMT')
    answer=$(sign POST "$path" "$body" "$date" | curl -sS -m 30 "$KEYVOX_URL$path" -H @- -H 'content-type: application/json' --data-binary "$body")
    if [[ $answer != '{"code":"0"'* ]]; then
        echo "$1: $answer" >&2
        return 1
    fi
    printf '%s\n' "$answer"
}

# member NAME: the first text or number of that name in the JSON on standard input.
member() { grep -o "\"$1\":\"\\{0,1\\}[^,\"}]*" | head -n 1 | sed 's/^"[^"]*":"\{0,1\}//'; }

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    call "${@:?Say a function, such as /v1/getUnits.}"
fi
