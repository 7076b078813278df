/** MD5 (RFC 1321), as lower-case hex. The Sifely wire sends passwords so; it protects nothing, and nothing else here uses it. */
export function md5(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const blocks = new Uint32Array(((bytes.length + 72) >> 6) * 16);
  bytes.forEach((byte, at) => (blocks[at >> 2]! |= byte << ((at & 3) * 8)));
  blocks[bytes.length >> 2]! |= 0x80 << ((bytes.length & 3) * 8);
  blocks[blocks.length - 2] = bytes.length << 3;
  blocks[blocks.length - 1] = bytes.length / 0x20000000;

  const state = new Uint32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  for (let at = 0; at < blocks.length; at += 16) mix(state, blocks.subarray(at, at + 16));
  return [...new Uint8Array(state.buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const shifts = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];

const sines = Uint32Array.from({ length: 64 }, (_, at) => Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32));

function mix(state: Uint32Array, block: Uint32Array) {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const [mixed, word] = [
      () => [(b & c) | (~b & d), step],
      () => [(b & d) | (c & ~d), 5 * step + 1],
      () => [b ^ c ^ d, 3 * step + 5],
      () => [c ^ (b | ~d), 7 * step],
    ][round]!() as [number, number];
    const sum = (a + mixed + sines[step]! + block[word & 15]!) | 0;
    const shift = shifts[round]![step & 3]!;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }

  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
}
