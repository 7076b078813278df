#!/usr/bin/env bash
# Books a room for a night from tomorrow on, reads the booking with its codes, and cancels it. Settings: see ../README.md.
set -euo pipefail
source "$(dirname "$0")/keyvox.sh"

# Only a room with devices has codes to give.
rooms=$(call /unit/list '{"page":1,"count":100}')
[[ $rooms =~ \{[^{]*\"deviceNum\":[1-9][^}]*\} ]] || { echo "No room has a device." >&2; exit 1; }
room=${BASH_REMATCH[0]}
place=$(member placeId <<<"$room")
unit=$(member unitId <<<"$room")
checkin=$(($(date +%s) + 24 * 3600))

order=$(call /bacsorder/create "{\"placeId\":\"$place\",\"unitList\":[{\"unitId\":\"$unit\"}],\"checkin\":$checkin,\"checkout\":$((checkin + 24 * 3600)),\"orderContact\":\"Guest\"}" |
    member orderId)
echo "booked $order: $(member unitName <<<"$room")"
trap 'echo "cancelled: $(call /bacsorder/cancel "{\"placeId\":\"$place\",\"orderId\":\"$order\"}" | member data)"' EXIT

call /bacsorder/detail "{\"placeId\":\"$place\",\"orderId\":\"$order\"}" | grep -o '"pin":"[0-9]*"' | sed 's/"pin":"\(.*\)"/  code \1/'
