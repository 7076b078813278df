import type { Draft } from '../draft';
import { inShell } from './quote';

/** A script for bash, with curl and where something is signed OpenSSL. Who calls is read from the environment. */
export function curl(draft: Draft, base: string): string {
  const { needs, before, headers, body } = proofs[draft.proof](draft, base);
  const lines = [
    `curl -sS -X ${draft.verb} ${inShell(base + draft.target)}`,
    ...draft.headers.map(([name, value]) => `-H ${inShell(`${name}: ${value}`)}`),
    ...headers.map((header) => `-H ${header}`),
    ...(body ? [`--data-binary ${body}`] : draft.body === undefined ? [] : [`--data-binary ${inShell(draft.body)}`]),
  ];
  return ['#!/usr/bin/env bash', 'set -euo pipefail', ...(needs.length > 0 ? [`: ${needs.map((name) => `"\${${name}:?}"`).join(' ')}`] : []), ...before, lines.join(' \\\n  '), ''].join('\n');
}

interface Proven {
  needs: string[];
  before: string[];
  headers: string[];
  /** Where the script makes it. */
  body?: string;
}

const jsonText = [`json() { local text=\${1//\\\\/\\\\\\\\}; printf '"%s"' "\${text//\\"/\\\\\\"}"; }`];

const doordeckLogIn = (base: string) => [
  ...jsonText,
  `token=$(printf '{"email":%s,"password":%s}' "$(json "$DOORDECK_EMAIL")" "$(json "$DOORDECK_PASSWORD")" |`,
  `  curl -sS ${inShell(`${base}/auth/token`)} -H 'Content-Type: application/json' --data-binary @- | grep -o '"authToken":"[^"]*' | cut -d'"' -f4)`,
];

const proofs: Record<Draft['proof'], (draft: Draft, base: string) => Proven> = {
  none: () => ({ needs: [], before: [], headers: [] }),
  bearer: () => ({ needs: ['LATCHWORK_KEY'], before: [], headers: ['"Authorization: Bearer $LATCHWORK_KEY"'] }),
  sifelyKey: (_, base) => ({
    needs: ['SIFELY_ACCOUNT', 'SIFELY_PASSWORD'],
    before: [
      ...jsonText,
      `password=$(printf %s "$SIFELY_PASSWORD" | md5sum | cut -c1-32)`,
      `key=$(printf '{"account":%s,"password":"%s"}' "$(json "$SIFELY_ACCOUNT")" "$password" |`,
      `  curl -sS ${inShell(`${base}/system/smart/login`)} -H 'Content-Type: application/json' --data-binary @- | grep -o 'sk-[0-9A-Za-z]*' | head -n 1)`,
    ],
    headers: ['"Authorization: $key"'],
  }),
  hmac: ({ verb, target, body = '' }) => ({
    needs: ['KEYVOX_KEY', 'KEYVOX_SECRET'],
    before: [
      `body=${inShell(body) || "''"}`,
      `date=$(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S GMT')`,
      `digest="SHA-256=$(printf %s "$body" | openssl dgst -sha256 -binary | openssl base64 -A)"`,
      `signature=$(printf 'date: %s\\n%s\\ndigest: %s' "$date" ${inShell(`${verb} ${target} HTTP/1.1`)} "$digest" |`,
      `  openssl dgst -sha256 -hmac "$KEYVOX_SECRET" -binary | openssl base64 -A)`,
    ],
    headers: ['"Date: $date"', '"Digest: $digest"', '"Authorization: hmac username=\\"$KEYVOX_KEY\\", algorithm=\\"hmac-sha256\\", headers=\\"date request-line digest\\", signature=\\"$signature\\""'],
    body: '"$body"',
  }),
  doordeckToken: (_, base) => ({ needs: ['DOORDECK_EMAIL', 'DOORDECK_PASSWORD'], before: doordeckLogIn(base), headers: ['"Authorization: Bearer $token"'] }),
  doordeckSigned: ({ body = '{}', lock = '' }, base) => ({
    needs: ['DOORDECK_EMAIL', 'DOORDECK_PASSWORD', 'DOORDECK_KEY'],
    before: [
      '# DOORDECK_KEY is the file of an Ed25519 key in PEM that is registered: openssl genpkey -algorithm ed25519 -out key.pem',
      ...doordeckLogIn(base),
      `url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }`,
      `public=$(openssl pkey -in "$DOORDECK_KEY" -pubout -outform DER | tail -c 32 | openssl base64 -A)`,
      `certified=$(curl -sS ${inShell(`${base}/auth/certificate`)} -H "Authorization: Bearer $token" -H 'Content-Type: application/json' --data-binary "{\\"ephemeralKey\\":\\"$public\\"}")`,
      `chain=$(grep -o '"certificateChain":\\[[^]]*\\]' <<<"$certified" | cut -d: -f2-)`,
      `user=$(grep -o '"userId":"[^"]*' <<<"$certified" | cut -d'"' -f4)`,
      `now=$(date +%s)`,
      `header="{\\"alg\\":\\"EdDSA\\",\\"x5c\\":$chain,\\"typ\\":\\"JWT\\"}"`,
      `claims="{\\"iss\\":\\"$user\\",\\"sub\\":\\"${lock.replace(/[^\w-]/g, '')}\\",\\"nbf\\":$now,\\"iat\\":$now,\\"exp\\":$((now + 60)),\\"jti\\":\\"$(openssl rand -hex 16)\\",\\"operation\\":"${inShell(body)}"}"`,
      `input=$(printf %s "$header" | url).$(printf %s "$claims" | url)`,
      `signed=$(mktemp)`,
      `printf %s "$input" >"$signed"`,
      `signature=$(openssl pkeyutl -sign -rawin -inkey "$DOORDECK_KEY" -in "$signed" | url)`,
    ],
    headers: ['"Authorization: Bearer $token"'],
    body: '"$input.$signature"',
  }),
};
