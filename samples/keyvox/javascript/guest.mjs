// Makes a guest's code at a door, waits until its lock has it, opens the door, reads what happened there and disables the code. Settings: see ../README.md.
import { setTimeout as pause } from "node:timers/promises";
import { Keyvox } from "./keyvox.mjs";

const DAY = 24 * 3600;
const [CREATED, FAILED] = ["30", "90"];
const FIVE_MINUTES = 300;
const TYPES = { 1: "by code", 2: "by card", 5: "by button", 6: "by hand", 9: "by a program" };
const keyvox = Keyvox.ofEnvironment();

/** How it stands with the code when its lock has it or has refused it, or after five minutes. */
async function waitFor(pinId) {
  for (let second = 0; ; second++) {
    const told = await keyvox.call("/v1/getLockPinStatus", { pinId });
    if (told.status === CREATED || told.status === FAILED || second >= FIVE_MINUTES) return told;
    await pause(1000);
  }
}

// A door without a lock has no lockIds; one with several has commas between them.
const door = (await keyvox.call("/v1/getUnits")).find((door) => door.lockIds);
const lockId = door.lockIds.split(",")[0];
console.log(`door ${door.unitName}, lock ${lockId}`);

const now = Math.floor(Date.now() / 1000);
const period = { sTime: String(now), eTime: String(now + DAY) };
const { pinId } = await keyvox.call("/v1/createLockPin", { unitId: door.unitId, ...period, targetName: "Guest" });
console.log(`code ${pinId} made`);
try {
  const { status, pinCode } = await waitFor(pinId);
  console.log(status === CREATED ? `on its lock: ${pinCode}` : `not on its lock: status ${status}`);

  await keyvox.call("/v1/unlock", { lockId, flag: "1" });
  console.log("opened");

  const { history } = await keyvox.call("/v1/getLockHistory", { lockId, records: "5" });
  for (const { etime, etype, value, userName } of history) {
    const at = new Date(etime * 1000).toISOString().slice(0, 19).replace("T", " ");
    console.log(`  ${at}  ${value === "1" ? "opened" : "locked"} ${TYPES[etype]}  ${userName}`);
  }
} finally {
  await keyvox.call("/v1/disableLockPin", { pinId });
  console.log("disabled");
}
