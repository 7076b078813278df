/** Why a line of an address list would not be taken; undefined where it is one. The server has the last word: it also merges ranges. */
export type AddressFault = 'wrong' | 'hostBits';

/** As many as a list may have. */
export const mostAddresses = 100;

export const linesOf = (text: string) =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** An address, a CIDR block without host bits, or a range from one address to another of the same kind. */
export function faultOf(entry: string): AddressFault | undefined {
  const [from, to, ...more] = entry.split('-').map((end) => end.trim());
  if (to !== undefined) {
    const [first, last] = [bitsOf(from!), bitsOf(to)];
    return more.length > 0 || !first || !last || first.length !== last.length || first > last ? 'wrong' : undefined;
  }

  const [host, length, ...rest] = entry.split('/');
  const bits = bitsOf(host!);
  if (!bits || rest.length > 0) return 'wrong';
  if (length === undefined) return undefined;
  if (!/^\d{1,3}$/.test(length) || (length !== '0' && length.startsWith('0')) || Number(length) > bits.length) return 'wrong';
  return bits.slice(Number(length)).includes('1') ? 'hostBits' : undefined;
}

/** As 32 or 128 zeros and ones, which compare as numbers do. */
function bitsOf(address: string): string | undefined {
  return address.includes(':') ? bitsOf6(address) : bitsOf4(address);
}

function bitsOf4(address: string): string | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined;
  return parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('');
}

function bitsOf6(address: string): string | undefined {
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head!.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return undefined;
  const parts = [...head!, ...Array<string>(tail ? missing : 0).fill('0'), ...(tail ?? [])];
  if (!parts.every((part) => /^[\da-f]{1,4}$/i.test(part))) return undefined;
  return parts.map((part) => parseInt(part, 16).toString(2).padStart(16, '0')).join('');
}
