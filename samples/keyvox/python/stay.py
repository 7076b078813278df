"""Books a room for a night from tomorrow on, reads the booking with its codes, and cancels it. Settings: see ../README.md."""

import time

from keyvox import Keyvox

DAY = 24 * 3600
keyvox = Keyvox.of_environment()

# Only a room with devices has codes to give.
room = next(room for room in keyvox.call("/unit/list", page=1, count=100)["list"] if room["deviceNum"] > 0)
checkin = int(time.time()) + DAY
order = keyvox.call(
    "/bacsorder/create",
    placeId=room["placeId"],
    unitList=[{"unitId": room["unitId"]}],
    checkin=checkin,
    checkout=checkin + DAY,
    orderContact="Guest",
)["orderId"]
print(f"booked {order}: {room['unitName']}")
try:
    booking = keyvox.call("/bacsorder/detail", placeId=room["placeId"], orderId=order)
    for pin in booking["unitPinList"]:
        print(f"  code {pin['pin']}")
finally:
    # Its data is how many records changed.
    changed = keyvox.call("/bacsorder/cancel", placeId=room["placeId"], orderId=order)
    print(f"cancelled: {changed}")
