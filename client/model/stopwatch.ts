/**
 * Measures from now on, in ms, by the clock and by the page's own time: whichever says more. The clock may be set back, and the
 * page's time may stand still while the device sleeps. What is taken for longer than it was is only asked for sooner.
 */
export const startStopwatch = (): (() => number) => {
  const [clock, page] = [Date.now(), performance.now()]
  return () => Math.max(Date.now() - clock, performance.now() - page)
}
