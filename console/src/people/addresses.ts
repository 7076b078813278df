/** Addresses as people paste them: with names around them, one after the other, with anything between. Each once. */
export function addressesIn(text: string): string[] {
  const found = new Map<string, string>();
  for (const [address] of text.matchAll(/[^\s,;<>"'()]+/g)) {
    // A single word is a login; of several only what looks like an address counts.
    if (address.includes('@') || text.trim() === address) found.set(address.toLowerCase(), address);
  }

  return [...found.values()];
}
