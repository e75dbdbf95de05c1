/** The server's build: our own code in one file; what comes from node_modules stays there. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

export default defineConfig({
  publicDir: false,
  ssr: { external: true },
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
