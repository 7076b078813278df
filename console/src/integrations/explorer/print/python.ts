import type { Draft } from '../draft';
import { literal } from './quote';

/** A program for Python 3.9 and newer; only signed operations need a package. */
export function python(draft: Draft, base: string): string {
  const { imports = [], before = [], headers = [], body } = proofs[draft.proof](draft);
  const modules = [...new Set(['os', 'urllib.error', 'urllib.request', ...imports.filter((one) => !one.includes(' '))])].toSorted();
  const sent = body ?? (draft.body === undefined ? 'None' : 'body');
  return [
    ...modules.filter((one) => one !== 'os' || draft.proof !== 'none').map((one) => `import ${one}`),
    ...imports.filter((one) => one.includes(' ')),
    '',
    `base = ${literal(base)}`,
    ...(draft.body === undefined ? [] : [body === 'token' ? `operation = json.loads(${literal(draft.body)})` : `body = ${literal(draft.body)}.encode()`]),
    ...before,
    '',
    'request = urllib.request.Request(',
    `    base + ${literal(draft.target)},`,
    `    data=${sent},`,
    `    method=${literal(draft.verb)},`,
    '    headers={',
    ...[...draft.headers.map(([name, value]): [string, string] => [name, literal(value)]), ...headers].map(([name, value]) => `        ${literal(name)}: ${value},`),
    '    },',
    ')',
    'try:',
    '    answer = urllib.request.urlopen(request)',
    'except urllib.error.HTTPError as refused:',
    '    answer = refused',
    'print(answer.read().decode())',
    '',
  ].join('\n');
}

interface Proven {
  imports?: string[];
  before?: string[];
  headers?: [name: string, code: string][];
  body?: string;
}

const doordeckLogIn = [
  'log_in = urllib.request.Request(',
  '    base + "/auth/token",',
  '    data=json.dumps({"email": os.environ["DOORDECK_EMAIL"], "password": os.environ["DOORDECK_PASSWORD"]}).encode(),',
  '    headers={"Content-Type": "application/json"},',
  ')',
  'auth_token = json.load(urllib.request.urlopen(log_in))["authToken"]',
];

const proofs: Record<Draft['proof'], (draft: Draft) => Proven> = {
  none: () => ({}),
  bearer: () => ({ headers: [['Authorization', '"Bearer " + os.environ["LATCHWORK_KEY"]']] }),
  sifelyKey: () => ({
    imports: ['hashlib', 'json', 're'],
    before: [
      'password = hashlib.md5(os.environ["SIFELY_PASSWORD"].encode()).hexdigest()',
      'log_in = urllib.request.Request(',
      '    base + "/system/smart/login",',
      '    data=json.dumps({"account": os.environ["SIFELY_ACCOUNT"], "password": password}).encode(),',
      '    headers={"Content-Type": "application/json"},',
      ')',
      'key = re.search("sk-[0-9A-Za-z]+", urllib.request.urlopen(log_in).read().decode()).group()',
    ],
    headers: [['Authorization', 'key']],
  }),
  hmac: ({ verb, target }) => ({
    imports: ['base64', 'email.utils', 'hashlib', 'hmac'],
    before: [
      'key = os.environ["KEYVOX_KEY"]',
      'date = email.utils.formatdate(usegmt=True)',
      'digest = "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()',
      `signed = "\\n".join(["date: " + date, ${literal(`${verb} ${target} HTTP/1.1`)}, "digest: " + digest])`,
      'signature = base64.b64encode(hmac.new(os.environ["KEYVOX_SECRET"].encode(), signed.encode(), hashlib.sha256).digest()).decode()',
    ],
    headers: [
      ['Date', 'date'],
      ['Digest', 'digest'],
      ['Authorization', `f'hmac username="{key}", algorithm="hmac-sha256", headers="date request-line digest", signature="{signature}"'`],
    ],
  }),
  doordeckToken: () => ({ imports: ['json'], before: doordeckLogIn, headers: [['Authorization', '"Bearer " + auth_token']] }),
  doordeckSigned: ({ lock = '' }) => ({
    imports: ['base64', 'json', 'time', 'uuid', 'from cryptography.hazmat.primitives import serialization  # pip install cryptography'],
    before: [
      '# The file of an Ed25519 key in PEM that is registered.',
      'key = serialization.load_pem_private_key(open(os.environ["DOORDECK_KEY"], "rb").read(), password=None)',
      'raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)',
      ...doordeckLogIn,
      'certify = urllib.request.Request(',
      '    base + "/auth/certificate",',
      '    data=json.dumps({"ephemeralKey": base64.b64encode(raw).decode()}).encode(),',
      '    headers={"Content-Type": "application/json", "Authorization": "Bearer " + auth_token},',
      ')',
      'certified = json.load(urllib.request.urlopen(certify))',
      'now = int(time.time())',
      `claims = {"iss": certified["userId"], "sub": ${literal(lock)}, "nbf": now, "iat": now, "exp": now + 60, "jti": str(uuid.uuid4()), "operation": operation}`,
      'def part(data):',
      '    return base64.urlsafe_b64encode(data).decode().rstrip("=")',
      'parts = [{"alg": "EdDSA", "x5c": certified["certificateChain"], "typ": "JWT"}, claims]',
      'signed = ".".join(part(json.dumps(one).encode()) for one in parts)',
      'token = (signed + "." + part(key.sign(signed.encode()))).encode()',
    ],
    headers: [['Authorization', '"Bearer " + auth_token']],
    body: 'token',
  }),
};
