#!/usr/bin/env bash
# Makes a guest's code at a door, waits until its lock has it, opens the door, reads what happened there and disables the code. Settings: see ../README.md.
set -euo pipefail
source "$(dirname "$0")/keyvox.sh"

# The first door that has a lock. A door without one has no lockIds; one with several has commas between them.
doors=$(call /v1/getUnits)
[[ $doors =~ \{[^{]*\"lockIds\":\"[^}]*\} ]] || { echo "No door has a lock." >&2; exit 1; }
door=${BASH_REMATCH[0]}
unit=$(member unitId <<<"$door")
lock=$(member lockIds <<<"$door")
echo "door $(member unitName <<<"$door"), lock $lock"

now=$(date +%s)
pin=$(call /v1/createLockPin "{\"unitId\":\"$unit\",\"sTime\":\"$now\",\"eTime\":\"$((now + 24 * 3600))\",\"targetName\":\"Guest\"}" | member pinId)
echo "code $pin made"
trap 'call /v1/disableLockPin "{\"pinId\":\"$pin\"}" >/dev/null && echo disabled' EXIT

# 30: its lock has it. 90: its lock refused it. Anything else: not yet.
for ((second = 0; second < 300; second++)); do
    told=$(call /v1/getLockPinStatus "{\"pinId\":\"$pin\"}")
    status=$(member status <<<"$told")
    [[ $status != 30 && $status != 90 ]] || break
    sleep 1
done
if [[ $status == 30 ]]; then echo "on its lock: $(member pinCode <<<"$told")"; else echo "not on its lock: status $status"; fi

call /v1/unlock "{\"lockId\":\"$lock\",\"flag\":\"1\"}" >/dev/null
echo "opened"

history=$(call /v1/getLockHistory "{\"lockId\":\"$lock\",\"records\":\"5\"}")
types=([1]='by code' [2]='by card' [5]='by button' [6]='by hand' [9]='by a program')
while [[ $history =~ \"etime\":\"([0-9]+)\",\"etype\":\"([0-9])\",\"userName\":\"([^\"]*)\",\"value\":\"([01])\" ]]; do
    what=locked
    [[ ${BASH_REMATCH[4]} == 0 ]] || what=opened
    printf '  %s  %s %s  %s\n' "$(date -u -d "@${BASH_REMATCH[1]}" '+%F %T')" "$what" "${types[BASH_REMATCH[2]]}" "${BASH_REMATCH[3]}"
    history=${history#*"${BASH_REMATCH[0]}"}
done
