/** The server's build. It is one file, packages included, since one file is read sooner than a thousand. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

export default defineConfig({
  publicDir: false,
  // What brings native code, or finds its own files beside itself, stays where it is.
  ssr: { noExternal: true, external: ['classic-level', 'pino', 'ws'] },
  build: {
    ssr: true,
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        main: fileURLToPath(new URL('server/main.ts', import.meta.url)),
        // These run in threads of their own, beside the server.
        renderThread: fileURLToPath(new URL('server/exports/renderThread.ts', import.meta.url)),
        foldThread: fileURLToPath(new URL('server/sync/journal/foldThread.ts', import.meta.url)),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
