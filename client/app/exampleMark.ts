/** Notes on this device that a workshop is one's own example, to try things out in. */
export const exampleMark = (workshop: string): string => `example:${workshop}`
