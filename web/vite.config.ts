import {fileURLToPath} from 'node:url';
import react from '@vitejs/plugin-react';
import type {Plugin} from 'vite';
import {defineConfig} from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
// `vite` alone serves the page against a server that runs elsewhere: TENURE_SERVER=http://127.0.0.1:8080
const server = process.env.TENURE_SERVER;

// React Aria brings its few words in 34 languages; the page speaks two.
const ourLanguages: Plugin = {
  name: 'our-languages',
  enforce: 'pre',
  load(id) {
    const tag = /\/react-(?:aria|stately|aria-components)\/.*\/([a-z]{2}-[A-Z]{2})\.m?js/.exec(
      id,
    )?.[1];
    return !tag || tag.startsWith('en-') || tag === 'he-IL' ? null : 'export default undefined;';
  },
};

export default defineConfig(({command}) => ({
  plugins: [ourLanguages, react()],
  resolve: {
    alias: {
      '@client': here('../clients/ts/src'),
      '@': here('./src'),
      '@messages': here('./generated/messages'),
    },
  },
  build: {
    target: 'es2024',
    // No data: addresses and no inline scripts: the server's content security policy allows neither.
    assetsInlineLimit: 0,
    modulePreload: {polyfill: false},
    manifest: true,
    chunkSizeWarningLimit: 1000,
  },
  server: {
    fs: {allow: ['..']},
    proxy: server
      ? {'^/(w|signin|signout|setup|invitation|me|openapi\\.json|docs|healthz)(/|$)': server}
      : undefined,
  },
  // The gallery of components is for those who work on the page; it is not built.
  ...(command === 'serve' ? {appType: 'spa' as const} : {}),
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}', 'scripts/*.test.ts'],
    setupFiles: ['src/test_setup.ts'],
  },
}));
