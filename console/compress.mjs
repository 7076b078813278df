// Puts beside each built file that is worth it what the server sends to browsers that take brotli.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const built = new URL('../artifacts/console/', import.meta.url);
const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };

for (const file of readdirSync(built, { recursive: true })) {
  if (!/\.(js|css|svg)$/.test(file)) continue;
  const bytes = readFileSync(new URL(file, built));
  const compressed = brotliCompressSync(bytes, best);
  if (compressed.length < bytes.length) writeFileSync(new URL(`${file}.br`, built), compressed);
}
