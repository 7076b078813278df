export type Strength = 'weak' | 'fair' | 'good' | 'strong';

export const shortestPassword = 15;

const order: Strength[] = ['weak', 'fair', 'good', 'strong'];

/**
 * A hint, no verdict: how many different characters there are, and of how many kinds, less what is repeated or in a row. Whether a password is known to have leaked, only
 * the server says.
 */
export function strengthOf(password: string): Strength {
  const characters = [...password];
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length;
  const steps = characters.filter((one, index) => index > 0 && Math.abs(one.codePointAt(0)! - characters[index - 1]!.codePointAt(0)!) <= 1).length;
  const worth = new Set(characters).size + characters.length / 2 - steps + 2 * (kinds - 1);
  if (characters.length < shortestPassword || worth < 14) return 'weak';
  if (worth < 20) return 'fair';
  return worth < 26 ? 'good' : 'strong';
}

/** As the server counts them: a character outside of the basic plane is one. */
export const charactersLeft = (password: string) => shortestPassword - [...password].length;

export const levelOf = (strength: Strength) => order.indexOf(strength) + 1;
