// Logs in, registers a key, opens a door by a signed operation, shares it for a day, takes the share back, reads the trail, logs out.
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { codeFromMail, known } from "./mail.mjs";

const { DOORDECK_URL, DOORDECK_EMAIL, DOORDECK_PASSWORD, DOORDECK_LOCK, DOORDECK_INVITEE, DOORDECK_KEY } = process.env;
let token;

async function call(method, path, body, { type = "application/json", accept = "application/json" } = {}) {
  const answer = await fetch(new URL(path, DOORDECK_URL), {
    method,
    headers: { Accept: accept, ...(body !== undefined && { "Content-Type": type }), ...(token && { Authorization: `Bearer ${token}` }) },
    body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw Object.assign(new Error(`${method} ${path}: ${answer.status} ${text}`), { status: answer.status });
  }
  return text ? JSON.parse(text) : undefined;
}

const version = (n) => ({ accept: `application/vnd.doordeck.api-v${n}+json` });
const base64url = (data) => Buffer.from(data).toString("base64url");

// The key of this machine: kept in a file where one is named, else made for this run.
function keyOf(file) {
  if (file && existsSync(file)) {
    return createPrivateKey(readFileSync(file));
  }
  const { privateKey } = generateKeyPairSync("ed25519");
  if (file) {
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  }
  return privateKey;
}

// A key that is not the person's first is proven by a code from a mail, of which the key signs the digits.
async function register(key) {
  const ephemeralKey = createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64");
  try {
    return await call("POST", "/auth/certificate", { ephemeralKey });
  } catch (refused) {
    if (refused.status !== 423) {
      throw refused;
    }
  }
  const before = known();
  await call("POST", "/auth/certificate/verify", { ephemeralKey });
  const code = await codeFromMail(before, DOORDECK_EMAIL);
  const registered = await call("POST", "/auth/certificate/check", { verificationSignature: sign(null, Buffer.from(code), key).toString("base64") });
  console.log("proved the key by a code from a mail");
  return registered;
}

// A token for one operation, good for a minute, that works once.
function signed({ key, userId, certificateChain, ahead }, operation) {
  const now = Math.floor((Date.now() + ahead) / 1000);
  const header = { alg: "EdDSA", x5c: certificateChain, typ: "JWT" };
  const claims = { iss: userId, sub: DOORDECK_LOCK, nbf: now, iat: now, exp: now + 60, jti: randomUUID(), operation };
  const input = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
  return `${input}.${base64url(sign(null, Buffer.from(input), key))}`;
}

const login = await call("POST", "/auth/token", { email: DOORDECK_EMAIL, password: DOORDECK_PASSWORD }, version(2));
token = login.authToken;
const ahead = (await call("GET", "/time")).now - Date.now();
console.log("logged in");

const key = keyOf(DOORDECK_KEY);
const phone = { key, ahead, ...(await register(key)) };
console.log(`registered a key of ${phone.userId}`);

const execute = (operation) => call("POST", `/device/${DOORDECK_LOCK}/execute`, signed(phone, operation), { type: "application/jwt" });
await execute({ type: "MUTATE_LOCK", locked: false });
console.log("unlocked");

if (DOORDECK_INVITEE) {
  const friend = await call("POST", `/share/invite/${encodeURIComponent(DOORDECK_INVITEE)}`, "");
  const end = Math.floor((Date.now() + ahead) / 1000) + 24 * 3600;
  await execute({ type: "ADD_USER", user: friend.id, publicKey: friend.publicKey, role: "USER", start: null, end });
  console.log(`shared with ${friend.id}`);
  await execute({ type: "REMOVE_USER", users: [friend.id] });
  console.log(`taken back from ${friend.id}`);
}

const trail = await call("GET", `/device/${DOORDECK_LOCK}/log`, undefined, version(2));
for (const { timestamp, type } of trail.slice(0, 5)) {
  console.log(`  ${new Date(timestamp * 1000).toISOString()}  ${type}`);
}

await call("POST", "/auth/token/destroy", "");
console.log("logged out");
