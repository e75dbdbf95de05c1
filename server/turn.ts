/** The end of this turn of the event loop: what has come in meanwhile is seen to before this resolves. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
