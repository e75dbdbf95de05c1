/** How people's beads look, as data: the page draws them, and so does the canvas. */

const COLOURS = 12
const SHAPES = ['round', 'square', 'flower', 'hexagon', 'drop', 'shield'] as const
export type BeadShape = (typeof SHAPES)[number]

/** Colour number (1–12, as in the tokens) and shape of the i-th person: 72 people before a pair repeats. */
export const beadOf = (index: number): { readonly colour: number; readonly shape: BeadShape } => {
  const i = Math.max(0, Math.trunc(index))
  return {
    colour: (i % COLOURS) + 1,
    shape: SHAPES[(i + Math.floor(i / COLOURS)) % SHAPES.length] ?? 'round',
  }
}

/** At most two letters for a name: of its first and last word. */
export const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const first = words[0] ?? ''
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  const letter = (word: string) => [...word][0] ?? ''
  return (letter(first) + (last ? letter(last) : ([...first][1] ?? ''))).toLocaleUpperCase()
}

/** Outlines about the origin, 23 across: path data. Their edge is 2 wide, with round joins. */
export const BEAD_OUTLINES: Readonly<Record<BeadShape, string>> = {
  round: 'M-11 0A11 11 0 1 0 11 0A11 11 0 1 0 -11 0Z',
  square:
    'M-6 -10.4H6A4.4 4.4 0 0 1 10.4 -6V6A4.4 4.4 0 0 1 6 10.4H-6A4.4 4.4 0 0 1 -10.4 6V-6A4.4 4.4 0 0 1 -6 -10.4Z',
  flower:
    'M0 -11.5L3.56 -8.59L8.13 -8.13L8.59 -3.56L11.5 0L8.59 3.56L8.13 8.13L3.56 8.59L0 11.5L-3.56 8.59L-8.13 8.13L-8.59 3.56L-11.5 0L-8.59 -3.56L-8.13 -8.13L-3.56 -8.59Z',
  hexagon: 'M0 -11.5L10 -5.75V5.75L0 11.5L-10 5.75V-5.75Z',
  drop: 'M0 -12.4C3.2 -8 9.8 -3.4 9.8 2.2A9.8 9.6 0 0 1 -9.8 2.2C-9.8 -3.4 -3.2 -8 0 -12.4Z',
  shield: 'M-9.8 -10.4H9.8V1.6C9.8 7 5 10.6 0 12C-5 10.6 -9.8 7 -9.8 1.6Z',
}

/** Baseline of the initials: a drop is widest further down. */
export const initialsBaseline = (shape: BeadShape): number => (shape === 'drop' ? 5.2 : 3.7)
