import { afterEach, expect, test, vi } from 'vitest';
import { whyNoPasskeys } from './passkeyPlace';

const at = (hostname: string, isSecureContext = true) => ({ location: { hostname }, isSecureContext });
const withPasskeys = () => vi.stubGlobal('PublicKeyCredential', { parseCreationOptionsFromJSON: () => undefined });

afterEach(() => vi.unstubAllGlobals());

test('a name over https, and this machine by its name, have passkeys', () => {
  withPasskeys();
  expect(whyNoPasskeys(at('locks.example'))).toBeUndefined();
  expect(whyNoPasskeys(at('localhost'))).toBeUndefined();
});

test('a bare address has none, whatever the browser can', () => {
  withPasskeys();
  expect(whyNoPasskeys(at('127.0.0.1'))).toBe('address');
  expect(whyNoPasskeys(at('192.168.1.20', false))).toBe('address');
  expect(whyNoPasskeys(at('[::1]'))).toBe('address');
});

test('a name without https has none', () => {
  withPasskeys();
  expect(whyNoPasskeys(at('locks.example', false))).toBe('insecure');
});

test('a browser that knows them not, or not in this form, has none', () => {
  expect(whyNoPasskeys(at('locks.example'))).toBe('browser');
  vi.stubGlobal('PublicKeyCredential', {});
  expect(whyNoPasskeys(at('locks.example'))).toBe('browser');
});
