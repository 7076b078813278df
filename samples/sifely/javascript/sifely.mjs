import { createHash } from "node:crypto";

/** A client of the Sifely API. Calls answer the body, or throw with the server's code and words. */
export class Sifely {
  constructor(url, key) {
    this.url = url;
    this.key = key;
  }

  static async logIn({ SIFELY_URL: url, SIFELY_ACCOUNT: account, SIFELY_PASSWORD: password }) {
    const client = new Sifely(url, null);
    const body = { account, password: createHash("md5").update(password, "utf8").digest("hex") };
    const answer = await client.send("/system/smart/login", { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
    return new Sifely(url, answer.clientToken);
  }

  /** POST with the parameters as a form; each /v3 call takes them there or in the query. */
  call(path, parameters = {}) {
    return this.send(path, { body: new URLSearchParams(parameters), headers: { Authorization: this.key } });
  }

  async send(path, request, method = "POST") {
    const answer = await fetch(this.url + path, { method, ...request });
    const body = await answer.json();
    if (!answer.ok || (body.code ?? 200) !== 200) {
      throw Object.assign(new Error(`${path}: ${body.code} ${body.message}`), { code: body.code });
    }
    return body;
  }
}
