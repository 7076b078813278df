import type { Plugin } from 'vite';

/**
 * For work on the console: passes /api on to a server that runs (LATCHWORK_URL). With LATCHWORK_KEY, a key of its own API, no log-in is needed: calls are made with the
 * key, and the session is told as that of the key's tenant. Never part of a build.
 */
export function againstDemo(): Plugin {
  const { LATCHWORK_URL: target = 'http://127.0.0.1:8080', LATCHWORK_KEY: key } = process.env;
  const headers = key ? { Authorization: `Bearer ${key}` } : undefined;
  return {
    name: 'against-demo',
    config: () => ({ server: { proxy: { '/api': { target, changeOrigin: true, headers } } } }),
    configureServer(server) {
      if (!key) return;
      server.middlewares.use('/api/v1/session', (_, response, next) => {
        fetch(`${target}/api/v1/tenant`, { headers })
          .then((answer) => answer.json() as Promise<object>)
          .then((tenant) => {
            response.setHeader('Content-Type', 'application/json');
            response.end(JSON.stringify(sessionOf(tenant)));
          })
          .catch(next);
      });
    },
  };
}

const read = ['locks', 'grants', 'credentials', 'sites', 'lockers', 'reservations', 'links', 'webhooks', 'people', 'keys', 'audit', 'alerts'];
const write = ['locks', 'grants', 'credentials', 'sites', 'lockers', 'reservations', 'links', 'webhooks', 'people', 'keys', 'tenant', 'alerts', 'roles'];
const further = ['locks:unlock', 'locks:lock', 'locks:delete', 'pins:reveal', 'lockers:open', 'audit:export', 'people:erase'];

const sessionOf = (tenant: object) => ({
  person: { id: '00000000-0000-4000-8000-000000000000', displayName: 'Key holder', login: 'key' },
  isInstallationAdministrator: true,
  tenants: [{ ...tenant, role: 'administrator', permissions: [...read.map((area) => `${area}:read`), ...write.map((area) => `${area}:write`), ...further] }],
  secondFactor: { isRequired: false, hasTotp: false, passkeys: 0, recoveryCodesLeft: 0 },
  antiforgery: 'none',
  idleUntil: new Date(Date.now() + 1_800_000).toISOString(),
  endsAt: new Date(Date.now() + 43_200_000).toISOString(),
});
