'use strict';

const authentication = require('./authentication');
const { addToken, checkAnswer } = require('./http');
const hooks = require('./triggers/hooks');
const newBookingList = require('./triggers/new_booking_list');
const newEntryList = require('./triggers/new_entry_list');
const actions = require('./actions');

// What Zapier's platform wants to know of the version; nothing else of its library is needed here.
const platformVersion = () => {
  try {
    return require('zapier-platform-core').version;
  } catch {
    return require('./package.json').dependencies['zapier-platform-core'].replace('^', '');
  }
};

const byKey = (parts) => Object.fromEntries(parts.map((part) => [part.key, part]));

module.exports = {
  version: require('./package.json').version,
  platformVersion: platformVersion(),
  authentication,
  beforeRequest: [addToken],
  afterResponse: [checkAnswer],
  triggers: byKey([...hooks, newBookingList, newEntryList]),
  creates: byKey(actions),
};
