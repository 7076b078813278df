"""Logs in, unlocks a door, makes a guest's code for a stay and deletes it again. Settings: see ../README.md."""

import os
import secrets
import time

from sifely import Sifely, SifelyError

NO_GATEWAY = -2012
lock = os.environ["SIFELY_LOCK"]
sifely = Sifely.log_in()

sifely.call("/v3/lock/unlock", lockId=lock)
print("unlocked")

start = int(time.time() * 1000)
stay = {"lockId": lock, "keyboardPwdName": "Guest", "keyboardPwdType": 3, "startDate": start, "endDate": start + 2 * 24 * 3600 * 1000}
digits = str(100000 + secrets.randbelow(900000))
try:
    # Waits until the lock has the code.
    made = sifely.call("/v3/keyboardPwd/add", keyboardPwd=digits, addType=2, **stay)
    print(f"the guest's code is on the lock: {digits}, number {made['keyboardPwdId']}")
except SifelyError as refused:
    if refused.code != NO_GATEWAY:
        raise
    # Nothing connects this lock: it works codes out by itself, so the digits are not ours to choose.
    made = sifely.call("/v3/keyboardPwd/get", **stay)
    print(f"the lock will know the guest's code: {made['keyboardPwd']}, number {made['keyboardPwdId']}")

sifely.call("/v3/keyboardPwd/delete", lockId=lock, keyboardPwdId=made["keyboardPwdId"], deleteType=2)
print("deleted")
