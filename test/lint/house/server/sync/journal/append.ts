/** Breaks nothing. */
export const append = (): string => 'stored'
