"""Logs in, unlocks a door, makes a guest's code for a stay and deletes it again. Settings: see ../README.md."""

import os
import secrets
import time

from sifely import Sifely, SifelyError

NO_GATEWAY = -2012
lock = os.environ["SIFELY_LOCK"]
sifely = Sifely.log_in()

try:
    sifely.call("/v3/lock/unlock", lockId=lock)
    is_connected = True
    print("unlocked")
except SifelyError as refused:
    if refused.code != NO_GATEWAY:
        raise
    is_connected = False
    print("nothing connects this lock")

start = int(time.time() * 1000)
stay = {"lockId": lock, "keyboardPwdName": "Guest", "keyboardPwdType": 3, "startDate": start, "endDate": start + 24 * 3600 * 1000}
if is_connected:
    # The call waits until the lock has the code.
    digits = str(100000 + secrets.randbelow(900000))
    made = sifely.call("/v3/keyboardPwd/add", keyboardPwd=digits, addType=2, **stay)
    print(f"the guest's code is on the lock: {digits}, number {made['keyboardPwdId']}")
else:
    # Such a lock works codes out by itself, so the digits are not ours to choose.
    made = sifely.call("/v3/keyboardPwd/get", **stay)
    print(f"the lock will know the guest's code: {made['keyboardPwd']}, number {made['keyboardPwdId']}")

sifely.call("/v3/keyboardPwd/delete", lockId=lock, keyboardPwdId=made["keyboardPwdId"], deleteType=2 if is_connected else 1)
print("deleted")
