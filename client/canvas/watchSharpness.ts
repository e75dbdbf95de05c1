/** Calls back when the screen's pixels come to be finer or coarser: the page was zoomed, or moved to another screen. */
export const watchSharpness = (listener: () => void): (() => void) => {
  let query: MediaQueryList | null = null
  const onChange = (): void => {
    ask()
    listener()
  }
  const stop = (): void => query?.removeEventListener('change', onChange)
  const ask = (): void => {
    stop()
    query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
    query.addEventListener('change', onChange)
  }
  ask()
  return stop
}
