// Runs the collection without Postman: its scripts as they stand, with small stand-ins for what Postman gives them. Settings: see ../README.md.
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";

const collection = JSON.parse(readFileSync(new URL("keyvox.postman_collection.json", import.meta.url)));
const kept = new Map(collection.variable.map(({ key, value }) => [key, value]));
kept.set("baseUrl", process.env.KEYVOX_URL).set("apiKey", process.env.KEYVOX_KEY).set("secret", process.env.KEYVOX_SECRET);

// As much of crypto-js as the collection uses. Its words are Node's buffers here.
const CryptoJS = {
  SHA256: (text) => createHash("sha256").update(text, "utf8").digest(),
  HmacSHA256: (text, secret) => createHmac("sha256", secret).update(text, "utf8").digest(),
  enc: { Base64: { stringify: (words) => words.toString("base64") } },
};

/** Variables of one request before those of the collection, as Postman looks them up. What is not known stays as it is. */
function variables() {
  const own = new Map();
  const get = (name) => own.get(name) ?? kept.get(name);
  return { get, set: (name, value) => own.set(name, value), replaceIn: (text) => text.replace(/\{\{(\w+)\}\}/g, (whole, name) => get(name) ?? whole) };
}

function run(events, listen, pm) {
  for (const { script } of (events ?? []).filter((event) => event.listen === listen)) {
    const require = (name) => ({ "crypto-js": CryptoJS })[name];
    runInContext(`(() => {\n${script.exec.join("\n")}\n})()`, createContext({ pm, require, console }));
  }
}

async function send(item) {
  const { method, header, body, url } = item.request;
  const headers = new Map(header.map(({ key, value }) => [key, value]));
  const of = variables();
  const pm = {
    variables: of,
    collectionVariables: { get: (name) => kept.get(name), set: (name, value) => kept.set(name, value) },
    request: { method, body, url: { getPath: () => `/${url.path.join("/")}` }, headers: { upsert: ({ key, value }) => headers.set(key, value) } },
  };
  run(collection.event, "prerequest", pm);
  const answer = await fetch(of.replaceIn(url.raw), { method, headers: Object.fromEntries(headers), body: of.replaceIn(body.raw) });
  const told = await answer.json();
  let failed = false;
  pm.response = { code: answer.status, json: () => told };
  pm.expect = (value) => ({ to: { eql: (wanted) => (failed ||= value !== wanted) } });
  pm.test = (_, check) => check();
  run(item.event, "test", pm);
  run(collection.event, "test", pm);
  console.log(`${failed ? "FAILED" : "ok"} ${item.name}: ${told.code ?? answer.status} ${told.msg ?? told.message}`);
  return !failed;
}

let good = true;
for (const folder of collection.item) {
  console.log(folder.name);
  for (const item of folder.item) good = (await send(item)) && good;
}
process.exitCode = good ? 0 : 1;
