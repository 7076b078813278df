/** A text as one word of a shell: nothing in it means anything. */
export const inShell = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`);

/** What ends a line in C# and JavaScript, and is no line feed. */
const separators = /[\u2028\u2029\u0085]/g;

/** A text as a literal of JavaScript, of C# or of Python: what JSON escapes, all three read alike. */
export const literal = (text: string) => JSON.stringify(text).replace(separators, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
