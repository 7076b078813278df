#!/usr/bin/env bash
# Logs in, unlocks a door, makes a guest's code for a stay and deletes it again. Settings: see ../README.md.
set -euo pipefail

# member NAME: the value of a member of the JSON on standard input.
member() { grep -o "\"$1\":\"\\{0,1\\}[^,\"}]*" | head -n 1 | sed 's/^"[^"]*":"\{0,1\}//'; }

# call PATH [curl's options]: POST with the key; a failure is told with the server's words.
call() {
    local path=$1 answer
    shift
    answer=$(curl -sS -X POST "$SIFELY_URL$path" -H "Authorization: $key" "$@")
    if [[ $(member code <<<"$answer") =~ [1-9] ]]; then
        echo "$path: $answer" >&2
        return 1
    fi
    printf '%s' "$answer"
}

password=$(printf '%s' "$SIFELY_PASSWORD" | md5sum | cut -c1-32)
key=$(curl -sS "$SIFELY_URL/system/smart/login" -H 'Content-Type: application/json' \
    -d "{\"account\":\"$SIFELY_ACCOUNT\",\"password\":\"$password\"}" | member clientToken)
[[ -n $key ]] || { echo "The account or the password is wrong." >&2; exit 1; }

call "/v3/lock/unlock?lockId=$SIFELY_LOCK" >/dev/null
echo "unlocked"

# A stay from now on for a day. The call waits until the lock has the code (addType 2).
start=$(($(date +%s) * 1000))
end=$((start + 24 * 3600 * 1000))
digits=$(shuf -i 100000-999999 -n 1)
made=$(call "/v3/keyboardPwd/add" -d "lockId=$SIFELY_LOCK" -d "keyboardPwd=$digits" -d keyboardPwdType=3 -d "keyboardPwdName=Guest" \
    -d "startDate=$start" -d "endDate=$end" -d addType=2)
id=$(member keyboardPwdId <<<"$made")
echo "the guest's code is on the lock: $digits, number $id"

call "/v3/keyboardPwd/delete" -d "lockId=$SIFELY_LOCK" -d "keyboardPwdId=$id" -d deleteType=2 >/dev/null
echo "deleted"
