// Logs in, unlocks a door, makes a guest's code for a stay and deletes it again. Settings: see ../README.md.
import { randomInt } from "node:crypto";
import { Sifely } from "./sifely.mjs";

const NO_GATEWAY = -2012;
const lockId = process.env.SIFELY_LOCK;
const sifely = await Sifely.logIn(process.env);

await sifely.call("/v3/lock/unlock", { lockId });
console.log("unlocked");

const startDate = Date.now();
const endDate = startDate + 2 * 24 * 3600 * 1000;
const keyboardPwd = String(randomInt(100000, 1000000));
const stay = { lockId, keyboardPwdName: "Guest", keyboardPwdType: 3, startDate, endDate };
let made;
try {
  // Waits until the lock has the code.
  made = await sifely.call("/v3/keyboardPwd/add", { ...stay, keyboardPwd, addType: 2 });
  console.log(`the guest's code is on the lock: ${keyboardPwd}, number ${made.keyboardPwdId}`);
} catch (error) {
  if (error.code !== NO_GATEWAY) throw error;
  // Nothing connects this lock: it works codes out by itself, so the digits are not ours to choose.
  made = await sifely.call("/v3/keyboardPwd/get", stay);
  console.log(`the lock will know the guest's code: ${made.keyboardPwd}, number ${made.keyboardPwdId}`);
}

await sifely.call("/v3/keyboardPwd/delete", { lockId, keyboardPwdId: made.keyboardPwdId, deleteType: 2 });
console.log("deleted");
