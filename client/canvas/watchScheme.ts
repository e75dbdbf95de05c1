/** Calls back when the page's colours or direction change. @returns a function that stops it. */
export const watchScheme = (listener: () => void): (() => void) => {
  const abort = new AbortController()
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-scheme', 'dir'] })
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'])
    window.matchMedia(query).addEventListener('change', listener, { signal: abort.signal })
  return () => {
    observer.disconnect()
    abort.abort()
  }
}
