/** A figure's head: hair or covering behind and before it, and the face. */
import type { FigureFields, Mood } from './figure.ts'
import { oval, type FigureShape } from './shapes.ts'

const CURLS = [
  [24, 38, 8],
  [24, 26, 10],
  [33, 14, 10],
  [45, 8, 11],
  [58, 9, 10.5],
  [69, 16, 10],
  [76, 27, 10],
  [76, 38, 8],
] as const

const EYES = oval(41.5, 36, 2.7) + oval(58.5, 36, 2.7)
/** Filled and drawn parts of each face. */
const FACES: Record<Mood, { readonly fill?: string; readonly line?: string; readonly tear?: string }> = {
  calm: { fill: EYES, line: 'M42.5 45.5Q50 51 57.5 45.5' },
  glad: {
    fill: 'M40.5 43.5Q50 46 59.5 43.5Q57.5 53.5 50 53.5Q42.5 53.5 40.5 43.5Z',
    line: 'M38 37.5Q41.5 33 45 37.5M55 37.5Q58.5 33 62 37.5',
  },
  sad: {
    fill: EYES,
    line: 'M43 50Q50 44 57 50M36.5 30.5Q40.5 27.5 45 27M63.5 30.5Q59.5 27.5 55 27',
    tear: 'M60.5 41.5q3.2 4.6 0 6.6q-3.2 -2 0 -6.6Z',
  },
  worried: {
    fill: EYES,
    line: 'M41.5 48.5q2.85 -4 5.7 0t5.7 0t5.7 0M36.5 29.5L44.5 26.5M63.5 29.5L55.5 26.5',
  },
  angry: { fill: EYES, line: 'M43 49.5Q50 46.5 57 49.5M36.5 26.5L45 30.5M63.5 26.5L55 30.5' },
  tired: { line: 'M44.5 48.5H55.5M38 36Q41.5 39.5 45 36M55 36Q58.5 39.5 62 36' },
  none: {},
}

/** What lies behind the body. */
export const hairBack = (head: FigureFields['head'], hair: string, edge: string): FigureShape[] => {
  const line = { fill: hair, stroke: edge, width: 1.8 }
  switch (head) {
    case 'long':
      return [
        {
          d: 'M22 38C20 15 35 6.5 50 6.5C65 6.5 80 15 78 38L80 72C80 79 71 80 66 76L34 76C29 80 20 79 20 72Z',
          ...line,
        },
      ]
    case 'scarf':
      return [
        { d: 'M22 40C20 16 34 6 50 6C66 6 80 16 78 40C79 54 75 63 69 69L31 69C25 63 21 54 22 40Z', ...line },
      ]
    case 'curls':
      // First all outlines, then all fills, so that only the outer edge of the curls shows.
      return [
        { d: CURLS.map(([x, y, r]) => oval(x, y, r)).join(''), ...line },
        { d: CURLS.map(([x, y, r]) => oval(x, y, r - 0.3)).join(''), fill: hair },
      ]
    case 'short':
    case 'bare':
      return []
    default:
      return head satisfies never
  }
}

/** What lies over the head. */
export const hairFront = (head: FigureFields['head'], hair: string, edge: string): FigureShape[] => {
  const line = { fill: hair, stroke: edge, width: 1.8 }
  switch (head) {
    case 'short':
      return [
        {
          d: 'M25.8 35C23.5 18 35 8.5 50 8.5C65 8.5 76.5 18 74.2 35C72 29 69.5 25.5 64 23.5C55 26.5 42 26 34.5 22.5C30 25.5 27.5 29 25.8 35Z',
          ...line,
        },
      ]
    case 'long':
      return [
        {
          d: 'M25.2 37C23 16 36 7.5 53 9C49 21 38 29 25.2 37ZM53 9C68 9.5 77 20 74.8 37C65 31 56.5 23 53 9Z',
          ...line,
        },
      ]
    case 'curls':
      return [
        {
          d: 'M25.5 33C22 18 35 9 50 9C65 9 78 18 74.5 33C71 25 66 24 61 26C57 21 51 24 47 21.5C43 26 37 23 34 27.5C30 26 27.5 29 25.5 33Z',
          fill: hair,
        },
        {
          d: 'M25.5 33C27.5 29 30 26 34 27.5C37 23 43 26 47 21.5C51 24 57 21 61 26C66 24 71 25 74.5 33',
          stroke: '#000000',
          width: 1.5,
          opacity: 0.25,
        },
      ]
    case 'scarf':
      return [
        {
          d: 'M23.5 40C21.5 17 35 7 50 7C65 7 78.5 17 76.5 40C77 50 74 57 70 61L30 61C26 57 23 50 23.5 40ZM50 17.5C40 17.5 32.5 25 32.5 37C32.5 50 40 57.5 50 57.5C60 57.5 67.5 50 67.5 37C67.5 25 60 17.5 50 17.5Z',
          evenOdd: true,
          ...line,
        },
        { d: 'M27 57C36 68 63 70 73 57C77 68 74 79 63 83C50 87 35 82 27 71C25.5 66 25.5 62 27 57Z', ...line },
        {
          d: 'M31 63C41 72 58 73 69 64M36 73C45 79 56 79 65 74',
          stroke: '#000000',
          width: 1.6,
          opacity: 0.22,
        },
      ]
    case 'bare':
      return []
    default:
      return head satisfies never
  }
}

/** The face, in the ink that its wood takes. */
export const face = ({ mood }: FigureFields, ink: string): FigureShape[] => {
  const { fill, line, tear } = FACES[mood]
  return [
    ...(mood === 'none'
      ? []
      : [{ d: oval(37.5, 43.5, 3.6, 2.6) + oval(62.5, 43.5, 3.6, 2.6), fill: '#D9583F', opacity: 0.32 }]),
    ...(fill ? [{ d: fill, fill: ink }] : []),
    ...(line ? [{ d: line, stroke: ink, width: 2.2 }] : []),
    ...(tear ? [{ d: tear, fill: '#7CC4E8' }] : []),
  ]
}
