'use strict';

/** The server's address without a slash at its end. */
const base = (bundle) => bundle.authData.serverUrl.replace(/\/+$/, '');

/** A function of the server: always a POST with a JSON object. */
const call = async (z, bundle, path, body = {}) => {
  const answer = await z.request({ url: `${base(bundle)}${path}`, method: 'POST', body, skipThrowForStatus: true });
  return answer.data ?? JSON.parse(answer.content);
};

const addToken = (request, z, bundle) => {
  if (bundle.authData && bundle.authData.token) {
    request.headers = { ...request.headers, Authorization: `Bearer ${bundle.authData.token}` };
  }
  return request;
};

/** Whom the server does not know gets 401 and a message; what it will not do gets 200 and a code other than "0". */
const checkAnswer = (response, z) => {
  if (response.status === 401) {
    throw new z.errors.RefreshAuthError('The token is not valid any more: make a new one on the server.');
  }
  if (response.status === 429) {
    throw new z.errors.ThrottledError('Too many calls.', Number(response.getHeader('retry-after') || 60));
  }
  const data = response.data ?? JSON.parse(response.content);
  if (response.status >= 400) {
    throw new z.errors.Error(data.message || `The server answered ${response.status}.`, 'Server', response.status);
  }
  if (data && data.code !== undefined && data.code !== '0') {
    throw new z.errors.Error(`${data.msg} (${data.code})`, data.code, 400);
  }
  return response;
};

module.exports = { call, addToken, checkAnswer };
