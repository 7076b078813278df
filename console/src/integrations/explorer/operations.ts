import doordeck from './catalogues/doordeck.json';
import keyvox from './catalogues/keyvox.json';
import sifely from './catalogues/sifely.json';
import { documented, type ApiDocument, type ApiOperation } from './document';

export const wires = ['native', 'sifely', 'keyvox', 'doordeck'] as const;
export type Wire = (typeof wires)[number];

/** Something that is filled in besides the body. */
export interface Field {
  name: string;
  in: 'path' | 'query' | 'form' | 'header';
  isNeeded: boolean;
  example?: string;
  description?: string;
  /** The words that it may be. */
  words?: string[];
}

/** A call of a wire, as it is offered. */
export interface Operation {
  id: string;
  verb: string;
  path: string;
  /** One sentence, in the language of the documents. */
  name: string;
  fields: Field[];
  /** How a body goes out: none, JSON, a form of the fields, or the claims of a token that is signed. */
  form?: 'json' | 'form' | 'signed';
  /** What stands in the body at first. */
  example?: string;
  /** A door may move by it, or something is lost for good. */
  isDelicate: boolean;
  /** Nobody has to say who they are. */
  isOpen: boolean;
  accept?: string;
  /** Of our own API: what the document says of it. */
  doc?: ApiOperation;
}

interface Listed {
  verb: string;
  path: string;
  name: string;
  fields?: { name: string; isNeeded?: boolean; example?: string }[];
  form?: string;
  body?: unknown;
  isDelicate?: boolean;
  isOpen?: boolean;
  accept?: string;
}

const placesOf = (path: string): Field[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name: name!, in: 'path', isNeeded: true }));

/** A test holds the lists to the routes that the server has, both ways. */
const listed = (rows: Listed[], prefix = ''): Operation[] =>
  rows.map((row) => ({
    id: `${row.verb} ${row.path}`,
    verb: row.verb,
    path: prefix + row.path,
    name: row.name,
    fields: [
      ...placesOf(row.path),
      ...(row.fields ?? []).map((field): Field => ({ ...field, in: row.form === 'form' ? 'form' : 'query', isNeeded: field.isNeeded ?? false })),
    ].filter((field) => row.form !== 'json' || field.in === 'path'),
    form: row.form as Operation['form'],
    example: row.body !== undefined ? JSON.stringify(row.body, null, 2) : row.form === 'json' ? JSON.stringify(Object.fromEntries((row.fields ?? []).map(({ name }) => [name, ''])), null, 2) : undefined,
    isDelicate: row.isDelicate ?? false,
    isOpen: row.isOpen ?? false,
    accept: row.accept,
  }));

/** Calls of our own API that move something. */
const movesSomething = /\/(unlock|lock|open)$/;

export function operationsOf(wire: Wire, document: ApiDocument | undefined): Operation[] {
  if (wire === 'sifely') return listed(sifely);
  // As programs of the KEYVOX cloud write the paths.
  if (wire === 'keyvox') return listed(keyvox).map((one) => ({ ...one, path: `/api/eagle-pms${one.path}` }));
  if (wire === 'doordeck') return listed(doordeck);
  return (document ? documented(document) : []).map(({ verb, path, call, fields, example }) => ({
    id: call.operationId,
    verb,
    path,
    name: call.summary,
    fields,
    form: call.requestBody ? 'json' : undefined,
    example,
    isDelicate: verb === 'DELETE' || (verb === 'POST' && movesSomething.test(path)),
    isOpen: call.security?.length === 0,
    doc: call,
  }));
}
