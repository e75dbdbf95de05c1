/** Breaks nothing. */
export const refusal = 'refused'
