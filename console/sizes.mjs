// Says what the first page loads, and fails where that is more than it may be.
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const most = 200 * 1024;
const built = new URL('../artifacts/console/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', built), 'utf8'));
const compressed = (file) => brotliCompressSync(readFileSync(new URL(file, built))).length;

function* withImports(name, seen = new Set()) {
    if (seen.has(name)) return;
    seen.add(name);
    yield manifest[name];
    for (const other of manifest[name].imports ?? []) yield* withImports(other, seen);
}

const logIn = ['index.html', 'src/words/en/index.ts', 'src/session/LogIn.tsx'];
const pages = { 'log-in': logIn, doors: [...logIn, 'src/app/Console.tsx', 'src/doors/DoorsPage.tsx', 'src/doors/DoorTable.tsx'] };
for (const [page, entries] of Object.entries(pages)) {
    const parts = [...new Set(entries.flatMap((entry) => [...withImports(entry)]))];
    const script = parts.reduce((sum, part) => sum + compressed(part.file), 0);
    const style = [...new Set(parts.flatMap((part) => part.css ?? []))].reduce((sum, file) => sum + compressed(file), 0);
    console.log(`first page, as far as ${page}: ${(script / 1024).toFixed(1)} KiB of script, ${(style / 1024).toFixed(1)} KiB of style (brotli)`);
    if (script > most) {
        console.error(`That is more than ${most / 1024} KiB of script.`);
        process.exitCode = 1;
    }
}
