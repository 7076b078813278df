// Sets a webhook, verifies what comes with the public standardwebhooks package, and has one delivery sent once more. Settings: see ../README.md.
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";
import { Latchwork } from "./latchwork.mjs";

const latchwork = new Latchwork(process.env);
const seen = new Set();
let verifier;
let webhook;

const done = new Promise((resolve, reject) => {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    let event;
    try {
      // The signature is over the bytes as they came, and the time in it may be five minutes off.
      event = verifier.verify(Buffer.concat(chunks), request.headers);
    } catch {
      response.writeHead(401).end();
      return;
    }

    // Answer first. What is told again has the same id: whoever keeps ids does everything once.
    response.writeHead(204).end();
    const id = request.headers["webhook-id"];
    const isNew = !seen.has(id);
    seen.add(id);
    console.log(`${event.type} at ${event.lock?.name ?? "no door"}, ${event.outcome}${isNew ? "" : ", once more"}`);
    if (isNew && event.type === "lock.unlock") {
      replay(id).catch(reject);
    } else if (!isNew) {
      server.close();
      server.closeAllConnections();
      resolve();
    }
  }).listen(Number(process.env.WEBHOOK_PORT ?? 0), "127.0.0.1", () => begin(server.address().port).catch(reject));
});

await done.finally(() => webhook && latchwork.delete(`/webhooks/${webhook}`));
console.log("received");

async function begin(port) {
  const url = `http://127.0.0.1:${port}/doors`;
  const made = await latchwork.post("/webhooks", { name: "Sample", format: "latchwork", url, events: ["lock.unlock"] });
  webhook = made.id;
  verifier = new Webhook(made.secret);
  console.log(`listening on ${url}`);
  for await (const door of latchwork.list(`/locks?name=${encodeURIComponent(process.env.LATCHWORK_LOCK)}`)) {
    await latchwork.post(`/locks/${door.id}/unlock`);
    return;
  }
}

/** Once the server has written down that it arrived. */
async function replay(id) {
  const path = `/webhooks/${webhook}/deliveries/${id}`;
  for (;;) {
    const delivery = await latchwork.get(path);
    if (delivery.state === "delivered") {
      const [last] = delivery.attempts;
      console.log(`delivered with ${last.status} in ${last.took} ms`);
      break;
    }
    await new Promise((resume) => setTimeout(resume, 200));
  }
  await latchwork.post(`${path}/replay`);
}
