import { cpSync } from 'node:fs';
import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = (path: string) => resolve(import.meta.dirname, path);

/** The Opus decoder imports it for an option that we don't use: a model of 4 MB that improves speech. */
const unused = ['@wasm-audio-decoders/opus-ml'];

export default defineConfig({
  main: {
    plugins: [
      {
        // The app writes REAPER's scripts into REAPER's folder as they are.
        name: 'copy-reaper-script',
        closeBundle: () =>
          cpSync(here('main/reaper/script'), here('out/main/reaper-script'), { recursive: true }),
      },
    ],
    build: {
      outDir: here('out/main'),
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: here('main/index.ts'),
          'hash-worker': here('main/bounces/disk/hash-worker.ts'),
          'measure-worker': here('main/media/measure-worker.ts'),
          'reading-worker': here('main/reading/reading-worker.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: here('out/preload'),
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: here('preload/index.ts') },
        // A sandboxed preload is a plain script: it can't be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('renderer'),
    plugins: [react(), tailwindcss()],
    // Modules can load the decoder that a file needs, and no other.
    worker: { format: 'es', rolldownOptions: { external: unused } },
    build: {
      outDir: here('out/renderer'),
      // A bandmate without the app loads it over the network.
      minify: true,
      chunkSizeWarningLimit: 1_000,
      rolldownOptions: {
        external: unused,
        input: { index: here('renderer/index.html'), share: here('renderer/share.html') },
      },
    },
  },
});
