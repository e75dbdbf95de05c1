/** Names of documents' copies on this device. */

/** What the names of all of a workshop's copies begin with. */
export const copyPrefix = (workshop: string): string => `kiteboard:${workshop}:`

/** @param epoch how often the document was begun anew on this device */
export const copyName = (workshop: string, name: string, epoch: number): string =>
  `${copyPrefix(workshop)}${name}${epoch ? `~${epoch}` : ''}`
