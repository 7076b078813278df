import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { againstDemo } from './devServer.ts';

/**
 * What announces to screen readers empties itself by `innerHTML = ''`, which the policy forbids (trusted types): a field for a date would take its page down. It is emptied
 * as the policy allows; where the library no longer has that line, the build says so.
 */
function quietAnnouncer(): Plugin {
  let isFound = false;
  return {
    name: 'quiet-announcer',
    apply: 'build',
    transform(code, id) {
      if (!/dist\/private\/live-announcer\/LiveAnnouncer\.m?js$/.test(id)) return null;
      const changed = code.replace(/\.innerHTML = ''/g, '.replaceChildren()');
      isFound = changed !== code;
      return { code: changed, map: null };
    },
    buildEnd() {
      if (!isFound) this.error('LiveAnnouncer has changed: look whether it still sets innerHTML.');
    },
  };
}

export default defineConfig(({ command }) => ({
  base: '/console/',
  plugins: [react(), quietAnnouncer(), { ...optimizeLocales.vite({ locales: ['en-US', 'ja-JP'] }), enforce: 'pre' }, ...(command === 'serve' ? [againstDemo()] : [])],
  build: {
    outDir: '../artifacts/console',
    emptyOutDir: true,
    // The content security policy takes neither data: images nor inline modules.
    assetsInlineLimit: 0,
    // What a further page is made of is asked for when it is gone to; a list of all their parts would be in the first page.
    modulePreload: { polyfill: false, resolveDependencies: (_, parts) => parts.filter((part) => part.endsWith('.css')) },
    target: 'es2023',
    manifest: true,
    // What most pages use comes in one file: many small ones are larger, and each new page would split them further.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 16 }] } } },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
}));
