/** Work that is done a little at a time: it yields wherever one turn of the event loop has done enough of it. */

/** Yields until it is done. */
export type Stepwise<Value> = Generator<void, Value, void>

/** Says whether a turn has done enough, with so many more structs. */
export type Pace = (structs: number) => boolean

/** Structs that are read, looked up or put in order in one turn: some milliseconds' work. */
const IN_A_TURN = 10_000

/** @param most structs that are done in one turn, more or less */
export const createPace = (most: number = IN_A_TURN): Pace => {
  let left = most
  return (structs) => {
    left -= structs
    if (left > 0) return false
    left = most
    return true
  }
}

/** Does all of it at once. */
export const finish = <Value>(steps: Stepwise<Value>): Value => {
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value
}
