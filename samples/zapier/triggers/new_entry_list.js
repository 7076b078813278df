'use strict';

const { call } = require('../http');

/** Doors that were unlocked, newest first, as the server has them; each has a log id that never changes. Who was refused has not entered. */
const perform = async (z, bundle) => {
  const answer = await call(z, bundle, '/v1/locks/events', { value: '1', page: 1, count: 100 });
  return answer.data.list.filter((entry) => entry.result === '1');
};

module.exports = {
  key: 'new_entry_list',
  noun: 'Entry',
  display: {
    label: 'New Entry (Looked For)',
    description: 'Triggers when a door is unlocked, by looking at the history now and then, for servers that cannot reach Zapier.',
  },
  operation: {
    perform,
    sample: { id: '1', lockId: '408BFBDAB28D5382', lockName: 'Front door', etype: '1', etime: '1767225600', value: '1', uname: 'Guest' },
  },
};
