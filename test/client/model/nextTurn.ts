/** Frames, where nothing is drawn: the next of them begins with the next turn. */
export const nextTurn = (work: () => void): (() => void) => {
  const waiting = setImmediate(work)
  return () => clearImmediate(waiting)
}
