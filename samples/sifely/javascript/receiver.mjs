// Sets a webhook, checks signatures and prints what happens at the doors until it has seen one opening. Settings: see ../README.md.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { Sifely } from "./sifely.mjs";

const OPENED = new Set([1, 4, 7, 8, 9, 12, 49, 57, 67, 84, 92]);
const FIVE_MINUTES = 300;
const secret = randomBytes(32).toString("hex");
const sifely = await Sifely.logIn(process.env);

function isGenuine(headers, body) {
  const timestamp = headers["x-webhook-timestamp"] ?? "";
  const expected = Buffer.from("sha256=" + createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex"));
  const given = Buffer.from(headers["x-webhook-signature"] ?? "");
  return Math.abs(Date.now() / 1000 - timestamp) < FIVE_MINUTES && given.length === expected.length && timingSafeEqual(given, expected);
}

const opened = new Promise((resolve) => {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (!isGenuine(request.headers, body)) {
      response.writeHead(401).end();
      return;
    }

    // Answer first: the sender waits ten seconds and then sends it again, under the same X-Webhook-Id.
    response.end("success");
    const { notifyType, records } = JSON.parse(body);
    for (const record of notifyType === "1" ? JSON.parse(records) : []) {
      console.log(`lock ${record.lockId}: type ${record.recordType}, ${record.success ? "done" : "refused"}, by ${record.username ?? "somebody"}`);
      if (record.success && OPENED.has(record.recordType)) {
        server.close();
        server.closeAllConnections();
        resolve();
      }
    }
  }).listen(Number(process.env.WEBHOOK_PORT ?? 0), "127.0.0.1", async () => {
    const url = `http://127.0.0.1:${server.address().port}/doors`;
    await sifely.call("/client/webhook", { url, secret });
    console.log(`listening on ${url}`);
    await sifely.call("/v3/lock/unlock", { lockId: process.env.SIFELY_LOCK });
  });
});

await opened;
await sifely.send("/client/webhook", { headers: { Authorization: sifely.key } }, "DELETE");
console.log("received");
