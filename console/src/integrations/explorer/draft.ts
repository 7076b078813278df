import type { Operation, Wire } from './operations';

/** As it was filled in. */
export interface Given {
  fields: Record<string, string>;
  body: string;
}

/** Who a printed program has to say that it is, and how. */
export type Proof = 'none' | 'bearer' | 'sifelyKey' | 'hmac' | 'doordeckToken' | 'doordeckSigned';

/** A call without what proves who makes it. */
export interface Draft {
  wire: Wire;
  verb: string;
  /** Path and query, as they are sent. */
  target: string;
  /** But for those of the proof. */
  headers: [name: string, value: string][];
  body?: string;
  proof: Proof;
  /** Of a signed operation: the lock that it is about. */
  lock?: string;
}

const proofs: Record<Wire, Proof> = { native: 'bearer', sifely: 'sifelyKey', keyvox: 'hmac', doordeck: 'doordeckToken' };

/** What is still to be filled in before it can be sent. */
export const missingIn = ({ fields, form }: Operation, given: Given) => fields.filter(({ name, isNeeded, in: where }) => isNeeded && where !== 'form' && !given.fields[name]).map(({ name }) => name).concat(form === 'json' || form === 'signed' ? faultOfBody(given.body) : []);

function faultOfBody(body: string): string[] {
  try {
    JSON.parse(body);
    return [];
  } catch {
    return ['JSON'];
  }
}

export function draftOf(wire: Wire, operation: Operation, given: Given): Draft {
  const told = (where: string) => operation.fields.filter((field) => field.in === where && given.fields[field.name]).map(({ name }): [string, string] => [name, given.fields[name]!]);
  const path = operation.path.replace(/\{(\w+)\}/g, (place, name: string) => (given.fields[name] ? encodeURIComponent(given.fields[name]) : place));
  const query = new URLSearchParams(told('query')).toString();
  const headers: [string, string][] = [...told('header')];
  if (operation.accept) headers.push(['Accept', operation.accept]);
  let body: string | undefined;
  if (operation.form === 'form') {
    headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
    body = new URLSearchParams(told('form')).toString();
  } else if (operation.form === 'json') {
    headers.push(['Content-Type', 'application/json']);
    body = compact(given.body);
  } else if (operation.form === 'signed') {
    headers.push(['Content-Type', 'application/jwt']);
    body = compact(given.body);
  }

  return {
    wire,
    verb: operation.verb,
    target: query ? `${path}?${query}` : path,
    headers,
    body,
    proof: operation.isOpen ? 'none' : operation.form === 'signed' ? 'doordeckSigned' : proofs[wire],
    lock: given.fields.lockId,
  };
}

/** One line where it is JSON; as it was typed where it is not. */
function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
