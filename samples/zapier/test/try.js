'use strict';

// Runs the definition's own functions against a server, as Zapier's platform would, without it: subscribe, unlock, sample, look for what is new, unsubscribe.
const app = require('..');

const { LATCHWORK_URL: serverUrl, LATCHWORK_TOKEN: token, LATCHWORK_LOCK: lockId, LATCHWORK_TARGET: targetUrl, LATCHWORK_PLACE: placeId, LATCHWORK_UNIT: unitId } = process.env;
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

  const found = await run(app.triggers.new_entry_list.operation.perform);
  check(found.some((one) => one.lockId === lockId && one.value === '1') && found.every((one) => one.id), 'the door is among the entries');
  check(new Set(found.map((one) => one.id)).size === found.length, 'no two entries have the same id');
  console.log('looked for entries');

  const day = 24 * 60 * 60;
  const soon = Math.floor(Date.now() / 1000) + 30 * day;
  const book = (from) => run(app.creates.create_booking.operation.perform, {
    inputData: { placeId, unitId, checkin: from, checkout: from + day, orderContact: 'Guest' },
  });
  const look = (inputData) => run(app.triggers.new_booking_list.operation.perform, { inputData });
  const far = await book(soon + 10 * day);
  const near = await book(soon);
  const numbers = [near, far].map((order) => order.orderId).sort();
  const orders = await look({ placeId });
  check(String(orders.map((order) => order.id).sort()) === String(numbers), 'both bookings are found, by their numbers');
  check(String((await look({})).map((order) => order.id).sort()) === String(numbers), 'also where no place is said');
  check(orders.every((order) => order.id === order.orderId && order.orderContact === 'Guest'), 'with their guests');
  console.log('looked for bookings');

  const shownBookings = await run(app.triggers.new_booking.operation.performList);
  check(shownBookings.length === 2 && shownBookings[0].data.reservationCode === near.orderId, 'bookings can be sampled, newest first');
  await run(entries.performUnsubscribe, { subscribeData });
  console.log('unsubscribed');
};

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
