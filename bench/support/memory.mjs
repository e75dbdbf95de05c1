/**
 * Loaded into a server that is measured, before the server itself: tells whoever started it how much memory is in use once all
 * garbage is gone. What a process has taken from the system says more about its past than about what it holds.
 */
process.on('message', () => {
  // Twice: what the first run finds to be finalised, the second one takes away.
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  // What typed arrays hold is counted among `external`.
  process.send?.({ held: heapUsed + external })
})
process.channel?.unref()
