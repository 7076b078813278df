import type { Field } from './operations';

/** Of OpenAPI 3.1 and JSON Schema what the server's document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  enum?: unknown[];
  const?: unknown;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
}

interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

interface Told {
  $ref?: string;
  description?: string;
  content?: Record<string, { schema?: Schema }>;
}

export interface ApiOperation {
  operationId: string;
  summary: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema?: Schema }> };
  responses: Record<string, Told>;
  security?: Record<string, string[]>[];
}

export interface ApiDocument {
  paths: Record<string, Record<string, ApiOperation>>;
  components: { schemas: Record<string, Schema>; parameters?: Record<string, Parameter>; responses?: Record<string, Told> };
}

const verbs = ['get', 'post', 'put', 'patch', 'delete'];

/** What a reference leads to, in the document. */
export function resolve<T extends { $ref?: string }>(document: ApiDocument, given: T): T {
  if (!given.$ref) return given;
  const found = given.$ref
    .split('/')
    .slice(1)
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document);
  return (found ?? {}) as T;
}

export const jsonOf = (content: Record<string, { schema?: Schema }> | undefined) => content?.['application/json']?.schema ?? content?.['application/problem+json']?.schema;

/** All calls, in the order of the document. */
export function documented(document: ApiDocument) {
  return Object.entries(document.paths).flatMap(([path, calls]) =>
    verbs.flatMap((verb) => {
      const call = calls[verb];
      if (!call) return [];
      const body = jsonOf(call.requestBody?.content);
      const fields = (call.parameters ?? []).map((one) => fieldOf(document, resolve(document, one)));
      return [{ verb: verb.toUpperCase(), path, call, fields, example: body ? JSON.stringify(exampleOf(document, body), null, 2) : undefined }];
    }),
  );
}

function fieldOf(document: ApiDocument, { name, in: where, required, description, schema }: Parameter): Field {
  const form = schema ? resolve(document, schema) : {};
  const words = form.type === 'boolean' ? ['true', 'false'] : form.enum?.map(String);
  return { name, in: where as Field['in'], isNeeded: required ?? false, description, words };
}

/** What a body has to have, with values that show of what kind they are. */
export function exampleOf(document: ApiDocument, given: Schema, depth = 0): unknown {
  const schema = resolve(document, given);
  const [first] = [schema.allOf, schema.oneOf, schema.anyOf].flatMap((some) => some ?? []);
  if (first && !schema.properties) return exampleOf(document, first, depth);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum?.length) return schema.enum[0];
  switch (typeOf(schema)) {
    case 'object': {
      const needed = new Set(schema.required ?? []);
      return Object.fromEntries(Object.entries(schema.properties ?? {}).flatMap(([name, member]) => (needed.has(name) && depth < 4 ? [[name, exampleOf(document, member, depth + 1)]] : [])));
    }
    case 'array':
      return schema.items && depth < 4 ? [exampleOf(document, schema.items, depth + 1)] : [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    case 'boolean':
      return false;
    default:
      return schema.format === 'date-time' ? '2031-01-01T15:00:00Z' : '';
  }
}

export const typeOf = ({ type, properties, items }: Schema) => (Array.isArray(type) ? type.find((one) => one !== 'null') : type) ?? (properties ? 'object' : items ? 'array' : 'string');
