/** The client's build. Nothing of the tests is imported here: `npm start` must do without them. */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

export default defineConfig({
  root: fileURLToPath(new URL('client', import.meta.url)),
  plugins: [
    react(),
    // Opens the page without a network; what people wrote is kept elsewhere. `main.tsx` registers it, where a browser allows that.
    VitePWA({
      strategies: 'generateSW',
      registerType: 'autoUpdate',
      injectRegister: false,
      manifest: false,
      workbox: {
        globPatterns: ['index.html', 'kite.svg', 'assets/**/*.{js,css,woff2}'],
        navigateFallback: '/index.html',
        // What the server itself answers: also pages that people open, as that of its interface.
        navigateFallbackDenylist: [/^\/(api|healthz|readyz|metrics)(\/|\?|$)/],
        cleanupOutdatedCaches: true,
        clientsClaim: true,
        skipWaiting: true,
      },
    }),
  ],
  // A second copy of yjs would break it: its checks of what is a shared type go by constructor.
  resolve: { dedupe: ['yjs', 'react', 'react-dom'] },
  build: {
    outDir: fileURLToPath(new URL('dist/client', import.meta.url)),
    emptyOutDir: true,
    target: ['safari15.4', 'ios15.4', 'chrome120', 'edge120', 'firefox121'],
    // Listed for the size limits, which follow the imports of each entry.
    manifest: true,
    rolldownOptions: {
      output: {
        // What changes seldom stays cached when the app changes. Konva comes with the board alone, since only it imports it.
        codeSplitting: {
          groups: [
            { name: 'konva', test: /node_modules\/(konva|react-konva|react-reconciler|its-fine)\// },
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'sync', test: /node_modules\/(yjs|lib0|y-protocols)\// },
          ],
        },
      },
    },
  },
})
