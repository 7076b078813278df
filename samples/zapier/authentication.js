'use strict';

const { call } = require('./http');

module.exports = {
  type: 'custom',
  fields: [
    { key: 'serverUrl', label: 'Server', required: true, helpText: 'Such as https://keys.example.com' },
    {
      key: 'token',
      label: 'Integration token',
      type: 'password',
      required: true,
      helpText: 'Made on the server by: ./latchwork keys add Zapier --integration',
    },
  ],
  test: (z, bundle) => call(z, bundle, '/v1/hooks/me'),
  connectionLabel: '{{name}}',
};
