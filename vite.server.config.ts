/** The server's build. It is one file, packages included, since one file is read sooner than a thousand. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

export default defineConfig({
  publicDir: false,
  // What brings native code, or finds its own files beside itself, stays where it is.
  ssr: { noExternal: true, external: ['classic-level', 'pino', 'ws'] },
  build: {
    ssr: fileURLToPath(new URL('server/main.ts', import.meta.url)),
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'main.js', chunkFileNames: '[name]-[hash].js' } },
  },
})
