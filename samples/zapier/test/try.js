'use strict';

// Runs the definition's own functions against a server, as Zapier's platform would, without it: subscribe, unlock, sample, unsubscribe.
const app = require('..');

const { LATCHWORK_URL: serverUrl, LATCHWORK_TOKEN: token, LATCHWORK_LOCK: lockId, LATCHWORK_TARGET: targetUrl } = process.env;
const authData = { serverUrl, token };

class ZapierError extends Error {
  constructor(message, code, status) {
    super(message);
    Object.assign(this, { code, status });
  }
}

const z = {
  errors: { Error: ZapierError, RefreshAuthError: class extends ZapierError {}, ThrottledError: class extends ZapierError {} },
};

const run = (perform, more = {}) => {
  const bundle = { authData, inputData: {}, ...more };
  z.request = async (options) => {
    const sent = app.beforeRequest.reduce((request, step) => step(request, z, bundle), { headers: {}, ...options });
    const answer = await fetch(sent.url, {
      method: sent.method,
      headers: { 'Content-Type': 'application/json', ...sent.headers },
      body: JSON.stringify(sent.body),
    });
    const content = await answer.text();
    const response = { status: answer.status, content, data: JSON.parse(content), getHeader: (name) => answer.headers.get(name) };
    return app.afterResponse.reduce((got, step) => step(got, z, bundle), response);
  };
  return perform(z, bundle);
};

const check = (isTrue, what) => {
  if (!isTrue) {
    throw new Error(`Not so: ${what}`);
  }
};

const refused = async (perform, more) => {
  try {
    await run(perform, more);
  } catch (error) {
    return error;
  }
  return null;
};

const main = async () => {
  for (const part of [...Object.values(app.triggers), ...Object.values(app.creates)]) {
    check(part.key && part.noun && part.display.label && part.display.description && part.operation.sample, `${part.key} is whole`);
    check(typeof part.operation.perform === 'function', `${part.key} can run`);
    check(part.operation.inputFields || part.operation.type === 'hook' || part.key === 'new_entry_list', `${part.key} says what it takes`);
  }

  const me = await run(app.authentication.test);
  console.log(`connected to ${me.name}`);

  const wrong = await refused(app.authentication.test, { authData: { ...authData, token: `lwi_${'0'.repeat(40)}` } });
  check(wrong instanceof z.errors.RefreshAuthError, 'a wrong token asks for another');

  const entries = app.triggers.new_entry.operation;
  const subscribeData = await run(entries.performSubscribe, { targetUrl });
  check(subscribeData.id, 'a subscription has an id');
  console.log('subscribed');

  const done = await run(app.creates.unlock.operation.perform, { inputData: { lockId } });
  check(done.done, 'the door was unlocked');
  console.log('unlocked');

  const unknown = await refused(app.creates.unlock.operation.perform, { inputData: { lockId: '0000000000000000' } });
  check(unknown && unknown.code === 'E0043', 'an unknown door is refused by its code');

  const shown = await run(entries.performList);
  check(shown.length >= 1 && shown.length <= 3 && shown.every((one) => one.id && one.event === 'lock.unlocked'), 'samples have ids');
  check(new Set(shown.map((one) => one.id)).size === shown.length, 'no two have the same');
  const [told] = await run(entries.perform, { cleanedRequest: shown[0] });
  check(told.id === shown[0].id, 'what is told is what is shown');
  console.log('sampled');

  check(Array.isArray(await run(app.triggers.new_booking.operation.performList)), 'bookings can be sampled');
  await run(entries.performUnsubscribe, { subscribeData });
  console.log('unsubscribed');
};

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
