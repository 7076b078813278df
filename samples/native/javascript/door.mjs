// Opens a door once, although it asks twice, and follows what happens there until it has seen that. Settings: see ../README.md.
import { randomUUID } from "node:crypto";
import { Latchwork } from "./latchwork.mjs";

const latchwork = new Latchwork(process.env);
const door = await find(process.env.LATCHWORK_LOCK);
console.log(`${door.name}: ${door.isOnline ? "online" : "offline"}, ${door.bolt}`);

// Where the list ends now: from there on nothing is missed, whenever the stream begins.
const { next } = await latchwork.get("/events?after=end");
const filter = { lockIds: door.id, types: "lock.*" };
let asked;

for await (const event of latchwork.events(filter, next, () => (asked ??= open()).catch(giveUp))) {
  console.log(`${event.timestamp} ${event.type}, ${event.outcome}`);
  if (event.type === "lock.unlock" && event.outcome === "done") break;
}

await asked;
const { items } = await latchwork.get(`/events?after=${next}&lockIds=${door.id}&types=lock.unlock`);
// That it was asked once more is in the list too, as refused.
console.log(`unlocked ${items.filter((event) => event.outcome === "done").length} time`);

/** As if the first answer had been lost: under the same name the door moves once. */
async function open() {
  const name = randomUUID();
  for (let time = 1; time <= 2; time++) {
    const { outcome } = await latchwork.post(`/locks/${door.id}/unlock`, undefined, name);
    console.log(`asked ${time} times: ${outcome}`);
  }
}

function giveUp(problem) {
  console.error(problem.message);
  process.exit(1);
}

async function find(name) {
  for await (const lock of latchwork.list(`/locks?name=${encodeURIComponent(name)}`)) return lock;
  throw new Error(`There is no door ${name}.`);
}
