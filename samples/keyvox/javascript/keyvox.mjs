import { createHash, createHmac } from "node:crypto";

const BASE = "/api/eagle-pms";

/** The headers that prove a request: `path` as it is sent, `body` its very text, `date` an HTTP date in GMT of now. All that there is to the signatures. */
export function sign(key, secret, method, path, body, date) {
  const digest = "SHA-256=" + createHash("sha256").update(body, "utf8").digest("base64");
  const text = `date: ${date}\n${method} ${path} HTTP/1.1\ndigest: ${digest}`;
  const signature = createHmac("sha256", secret).update(text, "utf8").digest("base64");
  return {
    date,
    digest,
    "x-target-host": "default.pms",
    authorization: `hmac username="${key}", algorithm="hmac-sha256", headers="date request-line digest", signature="${signature}"`,
  };
}

/** A client of the KEYVOX API. Calls answer the data, or throw with the server's code and words. */
export class Keyvox {
  constructor(url, key, secret) {
    Object.assign(this, { url, key, secret });
  }

  static ofEnvironment({ KEYVOX_URL, KEYVOX_KEY, KEYVOX_SECRET } = process.env) {
    return new Keyvox(KEYVOX_URL, KEYVOX_KEY, KEYVOX_SECRET);
  }

  /** A function such as /v1/getUnits. */
  async call(name, parameters = {}) {
    // What is signed must be what is sent: the body becomes text once.
    const body = JSON.stringify(parameters);
    const signed = sign(this.key, this.secret, "POST", BASE + name, body, new Date().toUTCString());
    const answer = await fetch(this.url + BASE + name, { method: "POST", body, headers: { ...signed, "content-type": "application/json" } });
    const told = await answer.json();
    // A refused signature has no code, only an HTTP status and a message.
    const code = told.code ?? String(answer.status);
    if (code !== "0") throw Object.assign(new Error(`${name}: ${code} ${told.msg ?? told.message}`), { code });
    return told.data;
  }
}
