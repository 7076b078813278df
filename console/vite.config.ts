import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { againstDemo } from './devServer.ts';

export default defineConfig(({ command }) => ({
  base: '/console/',
  plugins: [react(), { ...optimizeLocales.vite({ locales: ['en-US', 'ja-JP'] }), enforce: 'pre' }, ...(command === 'serve' ? [againstDemo()] : [])],
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
