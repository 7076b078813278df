import type { Draft } from '../draft';
import { literal } from './quote';

/** A file that `dotnet run` takes as it is, from .NET 10 on. */
export function csharp(draft: Draft, base: string): string {
  const { usings = [], packages = [], before = [], headers = [], body } = proofs[draft.proof](draft);
  // Of the content, not of the request.
  const type = draft.headers.find(([name]) => name === 'Content-Type')?.[1];
  const sent = body ?? (draft.body === undefined ? undefined : 'body');
  return [
    ...packages.map((one) => `#:package ${one}`),
    ...['System.Net.Http.Headers', 'System.Text', ...usings].toSorted().map((one) => `using ${one};`),
    '',
    `using var http = new HttpClient { BaseAddress = new Uri(${literal(base)}) };`,
    ...(draft.body === undefined ? [] : [`var ${body === 'token' ? 'operation' : 'body'} = ${literal(draft.body)};`]),
    ...before,
    '',
    `using var request = new HttpRequestMessage(new HttpMethod(${literal(draft.verb)}), ${literal(draft.target)});`,
    ...[...draft.headers.filter(([name]) => name !== 'Content-Type').map(([name, value]): [string, string] => [name, literal(value)]), ...headers].map(([name, value]) => `request.Headers.TryAddWithoutValidation(${literal(name)}, ${value});`),
    ...(sent ? [`request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(${sent}));`, `request.Content.Headers.ContentType = new MediaTypeHeaderValue(${literal(type ?? 'application/json')});`] : []),
    'using var answer = await http.SendAsync(request);',
    'Console.WriteLine(await answer.Content.ReadAsStringAsync());',
    ...(draft.proof === 'doordeckToken' || draft.proof === 'doordeckSigned' || draft.proof === 'sifelyKey' ? ['', ...jsonText] : []),
    '',
  ].join('\n');
}

interface Proven {
  usings?: string[];
  packages?: string[];
  before?: string[];
  headers?: [name: string, code: string][];
  body?: string;
}

const env = (name: string) => `Environment.GetEnvironmentVariable("${name}")!`;

/** Without reflection, which a file-based program may not have. */
const jsonText = ['static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");', 'static string Quoted(string text) => $"\\"{JsonEncodedText.Encode(text)}\\"";'];

const doordeckLogIn = [
  `var logIn = Json($"{{\\"email\\":{Quoted(${env('DOORDECK_EMAIL')})},\\"password\\":{Quoted(${env('DOORDECK_PASSWORD')})}}}");`,
  'using var loggedIn = await http.PostAsync("/auth/token", logIn);',
  'var authToken = JsonDocument.Parse(await loggedIn.Content.ReadAsStringAsync()).RootElement.GetProperty("authToken").GetString();',
];

const proofs: Record<Draft['proof'], (draft: Draft) => Proven> = {
  none: () => ({}),
  bearer: () => ({ headers: [['Authorization', `"Bearer " + ${env('LATCHWORK_KEY')}`]] }),
  sifelyKey: () => ({
    usings: ['System.Security.Cryptography', 'System.Text.Json', 'System.Text.RegularExpressions'],
    before: [
      `var password = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(${env('SIFELY_PASSWORD')})));`,
      `var logIn = Json($"{{\\"account\\":{Quoted(${env('SIFELY_ACCOUNT')})},\\"password\\":\\"{password}\\"}}");`,
      'using var loggedIn = await http.PostAsync("/system/smart/login", logIn);',
      'var key = Regex.Match(await loggedIn.Content.ReadAsStringAsync(), "sk-[0-9A-Za-z]+").Value;',
    ],
    headers: [['Authorization', 'key']],
  }),
  hmac: ({ verb, target }) => ({
    usings: ['System.Security.Cryptography'],
    before: [
      'var date = DateTimeOffset.UtcNow.ToString("r");',
      'var digest = "SHA-256=" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(body)));',
      `var signed = $"date: {date}\\n" + ${literal(`${verb} ${target} HTTP/1.1`)} + $"\\ndigest: {digest}";`,
      `var secret = Encoding.UTF8.GetBytes(${env('KEYVOX_SECRET')});`,
      'var signature = Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(signed)));',
      `var key = ${env('KEYVOX_KEY')};`,
    ],
    headers: [
      ['Date', 'date'],
      ['Digest', 'digest'],
      ['Authorization', '$"hmac username=\\"{key}\\", algorithm=\\"hmac-sha256\\", headers=\\"date request-line digest\\", signature=\\"{signature}\\""'],
    ],
  }),
  doordeckToken: () => ({ usings: ['System.Text.Json'], before: doordeckLogIn, headers: [['Authorization', '"Bearer " + authToken']] }),
  doordeckSigned: ({ lock = '' }) => ({
    usings: ['System.Buffers.Text', 'System.Text.Json', 'NSec.Cryptography'],
    packages: ['NSec.Cryptography@25.4.0'],
    before: [
      '// The file of an Ed25519 key in PEM that is registered.',
      `using var key = Key.Import(SignatureAlgorithm.Ed25519, File.ReadAllBytes(${env('DOORDECK_KEY')}), KeyBlobFormat.PkixPrivateKeyText);`,
      ...doordeckLogIn,
      'http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + authToken);',
      'var raw = Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));',
      'using var certified = await http.PostAsync("/auth/certificate", Json($"{{\\"ephemeralKey\\":\\"{raw}\\"}}"));',
      'var told = JsonDocument.Parse(await certified.Content.ReadAsStringAsync()).RootElement;',
      'var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();',
      'var header = $"{{\\"alg\\":\\"EdDSA\\",\\"x5c\\":{told.GetProperty("certificateChain").GetRawText()},\\"typ\\":\\"JWT\\"}}";',
      `var claims = $"{{\\"iss\\":{told.GetProperty("userId").GetRawText()},\\"sub\\":\\"${lock.replace(/[^\w-]/g, '')}\\",\\"nbf\\":{now},\\"iat\\":{now},\\"exp\\":{now + 60},\\"jti\\":\\"{Guid.NewGuid()}\\",\\"operation\\":{operation}}}";`,
      'var signed = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)) + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims));',
      'var token = signed + "." + Base64Url.EncodeToString(SignatureAlgorithm.Ed25519.Sign(key, Encoding.UTF8.GetBytes(signed)));',
    ],
    body: 'token',
  }),
};
