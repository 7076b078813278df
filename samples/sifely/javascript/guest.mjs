// Logs in, unlocks a door, makes a guest's code for a stay and deletes it again. Settings: see ../README.md.
import { randomInt } from "node:crypto";
import { Sifely } from "./sifely.mjs";

const NO_GATEWAY = -2012;
const lockId = process.env.SIFELY_LOCK;
const sifely = await Sifely.logIn(process.env);

let isConnected = true;
try {
  await sifely.call("/v3/lock/unlock", { lockId });
  console.log("unlocked");
} catch (error) {
  if (error.code !== NO_GATEWAY) throw error;
  isConnected = false;
  console.log("nothing connects this lock");
}

const startDate = Date.now();
const stay = { lockId, keyboardPwdName: "Guest", keyboardPwdType: 3, startDate, endDate: startDate + 24 * 3600 * 1000 };
let made;
if (isConnected) {
  // The call waits until the lock has the code.
  const keyboardPwd = String(randomInt(100000, 1000000));
  made = await sifely.call("/v3/keyboardPwd/add", { ...stay, keyboardPwd, addType: 2 });
  console.log(`the guest's code is on the lock: ${keyboardPwd}, number ${made.keyboardPwdId}`);
} else {
  // Such a lock works codes out by itself, so the digits are not ours to choose.
  made = await sifely.call("/v3/keyboardPwd/get", stay);
  console.log(`the lock will know the guest's code: ${made.keyboardPwd}, number ${made.keyboardPwdId}`);
}

await sifely.call("/v3/keyboardPwd/delete", { lockId, keyboardPwdId: made.keyboardPwdId, deleteType: isConnected ? 2 : 1 });
console.log("deleted");
