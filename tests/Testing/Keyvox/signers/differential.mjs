// Signs and sends random requests of the KEYVOX wire with Node's own crypto, half of them spoilt, and tells where the server disagrees.
// Usage: node differential.mjs BASE_URL KEY SECRET COUNT SEED
import { createHash, createHmac } from "node:crypto";
import { Agent, request } from "node:http";

const [baseUrl, key, secret, count, seed] = process.argv.slice(2);
const base = new URL(baseUrl);
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

// mulberry32: small, and the same everywhere.
let state = Number(seed) >>> 0;
function random() {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (n) => Math.floor(random() * n);
const pick = (list) => list[below(list.length)];
const chance = (p) => random() < p;

const letters = ["a", "Z", "0", "é", "宿", "泊", "🔑", " ", "\\\"", "/", "+", "%", "\\u5bbf"];
const text = (n) => Array.from({ length: n }, () => pick(letters)).join("");
const queryParts = ["lockId=555BF973335E616F", "a=b", "a=%2F", "x=%E5%AE%BF", "q=1+2", "empty=", "flag", "z=%20%7E"];

function shuffled(list) {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [out[i], out[j]] = [out[j], out[i]];
    }
    return out;
}

function body(serial) {
    const space = pick(["", " ", "\n  "]);
    return `{${space}"n":${space}${serial},${space}"page":${pick(["1", '"1"'])},"t":"${text(below(12))}"${space}}`;
}

function make(serial) {
    const path = pick(["/api/eagle-pms/v1/getLocks", "/v1/getLocks"]);
    const query = chance(0.4) ? `?${shuffled(queryParts).slice(0, 1 + below(3)).join("&")}` : "";
    const sent = Buffer.from(body(serial), "utf8");
    const headers = {
        date: new Date(Date.now() - below(250) * 1000 + 20000).toUTCString(),
        digest: `SHA-256=${createHash("sha256").update(sent).digest("base64")}`,
        "x-target-host": pick(["default.pms", "other", ""]),
        "content-type": pick(["application/json", "application/json; charset=utf-8", "text/plain"]),
        "x-extra": `v${below(1000)}`,
    };
    const extra = ["request-line", "@request-target", "x-target-host", "content-type", "x-extra"].filter(() => chance(0.45));
    return { path, query, sent, headers, listed: shuffled(["date", "digest", ...extra]), secret, username: key, algorithm: "hmac-sha256", valid: true };
}

function sign(r, target) {
    const lines = r.listed.map((name) =>
        name === "request-line" ? `POST ${target} HTTP/1.1`
        : name === "@request-target" ? `@request-target: post ${target}`
        : `${name}: ${r.headers[name] ?? ""}`);
    return createHmac("sha256", r.secret).update(lines.join("\n"), "utf8").digest("base64");
}

const flip = (s) => (s[0] === "A" ? "B" : "A") + s.slice(1);

// Each returns whether it really spoilt the request.
const spoilers = {
    body: (r) => { r.sent = Buffer.concat([r.sent, Buffer.from(" ")]); },
    signature: (r) => { r.signature = flip(r.signature); },
    shortSignature: (r) => { r.signature = r.signature.slice(0, -1); },
    urlAlphabet: (r) => { if (!/[+/]/.test(r.signature)) return false; r.signature = r.signature.replaceAll("+", "-").replaceAll("/", "_"); },
    username: (r) => { r.username = flip(r.username); },
    algorithm: (r) => { r.algorithm = pick(["hmac-sha1", "hmac-sha384", "none", "HMAC-SHA256"]); },
    listedHeader: (r) => { if (!r.listed.includes("x-extra")) return false; r.headers["x-extra"] += "x"; },
    date: (r) => { r.headers.date = new Date(Date.parse(r.headers.date) + 1000).toUTCString(); },
    digest: (r) => { r.headers.digest = flip(r.headers.digest); },
    droppedHeader: (r) => { const name = r.listed.find((n) => n in r.headers); delete r.headers[name]; },
    order: (r) => { const other = [...r.listed].reverse(); r.listedSent = other; return other.join() !== r.listed.join(); },
    twice: (r) => { r.listedSent = [...r.listed, "date"]; },
    path: (r) => { if (!r.listed.some((n) => n.includes("request"))) return false; r.path = r.path.startsWith("/v1") ? "/api/eagle-pms/v1/getLocks" : "/v1/getLocks"; },
    query: (r) => { if (!r.listed.some((n) => n.includes("request")) || r.query === "" || r.overPathOnly) return false; r.query += "&spoilt=1"; },
};
const early = {
    secret: (r) => { r.secret = flip(r.secret); },
    oldDate: (r) => { r.headers.date = new Date(Date.now() - 400000).toUTCString(); },
    futureDate: (r) => { r.headers.date = new Date(Date.now() + 400000).toUTCString(); },
    noDate: (r) => { r.listed = r.listed.filter((n) => n !== "date"); },
    noDigest: (r) => { r.listed = r.listed.filter((n) => n !== "digest"); },
};

function send(r) {
    return new Promise((resolve, reject) => {
        const authorization = `hmac username="${r.username}", algorithm="${r.algorithm}", headers="${(r.listedSent ?? r.listed).join(" ")}", signature="${r.signature}"`;
        const call = request(
            { host: base.hostname, port: base.port, agent, method: "POST", path: r.path + r.query, headers: { ...r.headers, authorization, "content-length": r.sent.length } },
            (answer) => {
                answer.resume();
                answer.on("end", () => resolve(answer.statusCode));
            });
        call.on("error", reject);
        call.end(r.sent);
    });
}

let disagreements = 0;
let accepted = 0;
async function one(serial) {
    const r = make(serial);
    const spoil = chance(0.5);
    let how = "";
    if (spoil && chance(0.3)) {
        how = pick(Object.keys(early));
        early[how](r);
        r.valid = false;
    }
    r.overPathOnly = r.query !== "" && chance(0.3);
    r.signature = sign(r, r.path + (r.overPathOnly ? "" : r.query));
    if (spoil && r.valid) {
        how = pick(Object.keys(spoilers));
        r.valid = spoilers[how](r) === false;
    }
    const status = await send(r);
    accepted += status === 200 ? 1 : 0;
    if ((status === 200) !== r.valid || (status !== 200 && status !== 401)) {
        disagreements++;
        console.log(`disagreement: ${how || "untouched"} was answered with ${status}: ${r.path}${r.query} ${(r.listedSent ?? r.listed).join(" ")}`);
    }
}

let next = 0;
await Promise.all(Array.from({ length: 16 }, async () => {
    while (next < Number(count)) {
        await one(next++);
    }
}));
agent.destroy();
console.log(`${count} requests, ${accepted} accepted, ${disagreements} disagreements`);
process.exitCode = disagreements === 0 ? 0 : 1;
