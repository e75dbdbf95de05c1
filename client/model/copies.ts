/** Names of documents' copies on this device. */

/** What the names of all of a workshop's copies begin with. */
export const copyPrefix = (workshop: string): string => `kiteboard:${workshop}:`

/** @param epoch how often the document was begun anew on this device */
export const copyName = (workshop: string, name: string, epoch: number): string =>
  `${copyPrefix(workshop)}${name}${epoch ? `~${epoch}` : ''}`

/** The number of a copy that no page of this device has made yet, and that is above all before it. */
export const newEpoch = (): number => Date.now() * 1000 + Math.floor(Math.random() * 1000)

/** Where what the server refused is kept. */
export const refusedName = (workshop: string): string => `${copyPrefix(workshop)}refused`
