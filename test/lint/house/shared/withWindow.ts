// expect: no-restricted-globals
export const wide = (): number => window.innerWidth
