/** The entry. Breaks nothing. */
export const started = true
