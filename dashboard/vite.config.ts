import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Where the page's server looks for the API while the page is being developed. */
const gateway = process.env.AISLE_GATEWAY ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, reportCompressedSize: true },
  server: { proxy: { '/api': gateway } },
});
