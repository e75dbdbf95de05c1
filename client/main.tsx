/** Opens the page: the only place that chooses what the rest is given. */
import { createRoot } from 'react-dom/client'
import './ui/tokens.css'
import './ui/schemes.css'
import './ui/base.css'
import { App } from './app/App.tsx'
import { createRouter } from './app/router.ts'
import { createBacks } from './ui/back.tsx'
import { applyLook, readLook } from './ui/look.tsx'

const backs = createBacks(window)
// First of all: a link's secret leaves the address bar, before anything could see, send or show it.
const router = createRouter(window, backs)

const openStorage = (): Storage | null => {
  try {
    return window.localStorage
  } catch {
    return null
  }
}

const storage = openStorage()
applyLook(readLook(storage), document.documentElement)

const root = document.getElementById('root')
if (root) createRoot(root).render(<App router={router} backs={backs} storage={storage} />)

if (import.meta.env.PROD && window.isSecureContext && 'serviceWorker' in navigator)
  window.addEventListener('load', () => {
    // Without it, only opening the page offline is lost.
    navigator.serviceWorker.register('/sw.js').catch(() => undefined)
  })
