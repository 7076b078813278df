"""Makes a guest's code at a door, waits until its lock has it, opens the door, reads what happened there and disables the code. Settings: see ../README.md."""

import time

from keyvox import Keyvox

DAY = 24 * 3600
CREATED, FAILED = "30", "90"
FIVE_MINUTES = 300
TYPES = {"1": "by code", "2": "by card", "5": "by button", "6": "by hand", "9": "by a program"}
keyvox = Keyvox.of_environment()


def wait_for(pin):
    """How it stands with the code when its lock has it or has refused it, or after five minutes."""
    for _ in range(FIVE_MINUTES):
        told = keyvox.call("/v1/getLockPinStatus", pinId=pin)
        if told["status"] in (CREATED, FAILED):
            break
        time.sleep(1)
    return told


# A door without a lock has no lockIds; one with several has commas between them.
door = next(door for door in keyvox.call("/v1/getUnits") if "lockIds" in door)
lock = door["lockIds"].split(",")[0]
print(f"door {door['unitName']}, lock {lock}")

now = int(time.time())
pin = keyvox.call("/v1/createLockPin", unitId=door["unitId"], sTime=str(now), eTime=str(now + DAY), targetName="Guest")["pinId"]
print(f"code {pin} made")
try:
    told = wait_for(pin)
    print(f"on its lock: {told['pinCode']}" if told["status"] == CREATED else f"not on its lock: status {told['status']}")

    keyvox.call("/v1/unlock", lockId=lock, flag="1")
    print("opened")

    for event in keyvox.call("/v1/getLockHistory", lockId=lock, records="5")["history"]:
        at = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(int(event["etime"])))
        print(f"  {at}  {'opened' if event['value'] == '1' else 'locked'} {TYPES[event['etype']]}  {event['userName']}")
finally:
    keyvox.call("/v1/disableLockPin", pinId=pin)
    print("disabled")
