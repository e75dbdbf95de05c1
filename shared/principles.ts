/** Sets of principles that ideas are held against. */
import type { Principle } from './stage.ts'

/** The six I Statements, in our short wording. */
export const I_STATEMENTS: readonly Principle[] = [
  { id: 1, label: 'More than a diagnosis', text: 'Treat me as one individual human being.' },
  { id: 2, label: 'My family and friends', text: 'Support, inform and respect those I rely on.' },
  {
    id: 3,
    label: 'Heard and included',
    text: 'Whoever I am, give me accessible and culturally competent support.',
  },
  {
    id: 4,
    label: 'More than one challenge',
    text: 'Answer several needs at once, creatively, without judgement.',
  },
  {
    id: 5,
    label: 'A named person',
    text: 'I know who is responsible for my support, and they are human too.',
  },
  {
    id: 6,
    label: 'My story, told once',
    text: 'Share what I tell you effectively, and only with my permission.',
  },
]
