#!/usr/bin/env bash
# Signs random requests of the KEYVOX wire with the openssl command line, every third of them spoilt, sends them with curl, and tells where the server disagrees.
# Usage: differential.sh BASE_URL KEY SECRET COUNT SEED
set -euo pipefail

base=$1 key=$2 secret=$3 count=$4
RANDOM=$5
disagreements=0
accepted=0

for ((i = 0; i < count; i++)); do
    path=/api/eagle-pms/v1/getLocks
    ((RANDOM % 2)) || path=/v1/getLocks
    query=
    ((RANDOM % 3)) || query="?lockId=$RANDOM&x=%2F+$RANDOM"
    body="{\"n\": \"$i-$RANDOM\", \"targetName\": \"宿泊者\"}"
    date=$(LC_ALL=C date -u -d "-$((RANDOM % 200)) seconds" '+%a, %d %b %Y %H:%M:%S GMT')
    digest="SHA-256=$(printf %s "$body" | openssl dgst -sha256 -binary | openssl base64 -A)"
    case $((RANDOM % 3)) in
        0) names='date request-line digest' text=$(printf 'date: %s\nPOST %s HTTP/1.1\ndigest: %s' "$date" "$path$query" "$digest") ;;
        1) names='x-target-host date digest' text=$(printf 'x-target-host: default.pms\ndate: %s\ndigest: %s' "$date" "$digest") ;;
        2) names='digest date @request-target' text=$(printf 'digest: %s\ndate: %s\n@request-target: post %s' "$digest" "$date" "$path") ;;
    esac
    expected=200
    signed_with=$secret
    if ! ((RANDOM % 3)); then
        expected=401
        case $((RANDOM % 3)) in
            0) signed_with=${secret}x ;;
            1) body+=' ' ;;
            2) text+=$'\n' ;;
        esac
    fi
    signature=$(printf %s "$text" | openssl dgst -sha256 -hmac "$signed_with" -binary | openssl base64 -A)
    # The command substitution above cuts a last line feed off, so this one is put back by hand.
    [[ $text != *$'\n' ]] || signature=$(printf '%s\n' "${text%$'\n'}" | openssl dgst -sha256 -hmac "$signed_with" -binary | openssl base64 -A)
    status=$(curl -s -o /dev/null -w '%{http_code}' --path-as-is "$base$path$query" -H "date: $date" -H "digest: $digest" -H 'x-target-host: default.pms' \
        -H 'Content-Type: application/json' -H "authorization: hmac username=\"$key\", algorithm=\"hmac-sha256\", headers=\"$names\", signature=\"$signature\"" \
        --data-binary "$body")
    [[ $status != 200 ]] || accepted=$((accepted + 1))
    if [[ $status != "$expected" ]]; then
        disagreements=$((disagreements + 1))
        echo "disagreement: $status instead of $expected: $path$query $names"
    fi
done
echo "$count requests, $accepted accepted, $disagreements disagreements"
((disagreements == 0))
