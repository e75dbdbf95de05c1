/**
 * Loads parts one after the other, so that they don't crowd out what a person asks for meanwhile. What fails is left for later: it
 * is tried again when it is needed.
 * @returns whether all are there
 */
export const loadAll = async (parts: readonly (() => Promise<unknown>)[]): Promise<boolean> => {
  try {
    for (const part of parts) await part()
    return true
  } catch {
    return false
  }
}
