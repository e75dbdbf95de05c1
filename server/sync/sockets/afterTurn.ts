/** Turns of the event loop: in each, everybody is to be heard. */

/** Calls back when this turn is over. */
export type AfterTurn = (then: () => void) => void

/** Calls back all together who ask in one turn, as each call of the loop's own costs. */
export const createAfterTurn = (): AfterTurn => {
  let waiting: (() => void)[] = []
  const callBack = (): void => {
    const all = waiting
    waiting = []
    for (const then of all) then()
  }
  return (then) => {
    if (waiting.push(then) === 1) setImmediate(callBack)
  }
}
