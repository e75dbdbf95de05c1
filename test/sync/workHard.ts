/** Turns of the event loop, and hard work in one. */

/** Lets the loop go round once. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** As much as one message may take when the machine is busy: an intake has time for a few. */
export const workHard = (): void => {
  const began = performance.now()
  while (performance.now() - began < 1);
}
