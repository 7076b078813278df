/** A refusal: its stable `code`, and its words. */
export class Problem extends Error {
  constructor(call, status, body) {
    super(`${call}: ${status} ${body.code} ${body.detail}`);
    Object.assign(this, { status, code: body.code });
  }
}

/** A client of Latchwork's own API. Calls answer the body, or throw a Problem. */
export class Latchwork {
  constructor({ LATCHWORK_URL: url, LATCHWORK_KEY: key }) {
    this.root = `${url}/api/v1`;
    this.headers = { Authorization: `Bearer ${key}` };
  }

  get(path) {
    return this.call("GET", path);
  }

  /** With a name of yours for the act it is done once, however often it is sent; a connection that broke is no reason to wonder. */
  post(path, body, name) {
    return this.call("POST", path, body, name ? { "Idempotency-Key": name } : {});
  }

  delete(path) {
    return this.call("DELETE", path);
  }

  async call(method, path, body, headers = {}) {
    const json = body === undefined ? {} : { "Content-Type": "application/json" };
    const answer = await fetch(this.root + path, {
      method,
      headers: { ...this.headers, ...json, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const told = await answer.json();
    if (!answer.ok) throw new Problem(`${method} ${path}`, answer.status, told);
    return told;
  }

  /** All items of a list, part after part. */
  async *list(path) {
    let next;
    do {
      const gap = path.includes("?") ? "&" : "?";
      const part = await this.get(next ? `${path}${gap}cursor=${encodeURIComponent(next)}` : path);
      yield* part.items;
      next = part.next;
    } while (next);
  }

  /**
   * Events after a place in the list, as they come and each once: where the connection ends it goes on after the last one.
   * `opened` is called when the first connection stands. It goes on until the caller leaves the loop.
   */
  async *events(filter, place, opened = () => {}) {
    for (;;) {
      const leave = new AbortController();
      try {
        const headers = { ...this.headers, "Last-Event-ID": place };
        const answer = await fetch(`${this.root}/events/stream?${new URLSearchParams(filter)}`, { headers, signal: leave.signal });
        if (!answer.ok) throw new Problem("GET /events/stream", answer.status, await answer.json());
        opened();
        for await (const { id, data } of frames(answer.body)) {
          // A frame without data only says how far the list was looked through.
          if (data) yield JSON.parse(data);
          if (id) place = id;
        }
      } catch (broken) {
        if (broken instanceof Problem) throw broken;
      } finally {
        leave.abort();
      }
      await new Promise((resume) => setTimeout(resume, 2000));
    }
  }
}

/** Server-sent events, taken apart: a frame ends with an empty line. */
async function* frames(body) {
  let rest = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      yield Object.fromEntries(part.split("\n").map((line) => line.split(/: (.*)/s, 2)));
    }
  }
}
