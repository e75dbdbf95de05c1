/** The example workshop's people, figures, round, members and plan. Its notes stand in notes.ts. */
import type { Consent } from '../../shared/consent.ts'
import type { FigureFields } from '../../shared/kinds/figure/figure.ts'
import type { FieldsOfTable } from '../../shared/plan.ts'

export const EXAMPLE_TITLE = 'A kitemark for co-production'
export const EXAMPLE_BOARD = 'What good looks like'

/** What the workshop is at when it is opened. */
export const exampleStep = {
  number: 4,
  name: 'Agree what comes next',
  question: 'What goes to the project board, and who takes it there?',
}

export interface ExamplePerson {
  /** What they are called; left out, they joined without a name. */
  readonly name?: string
  readonly consent: Consent
}

/** Fourteen people who joined by the code. The first thirteen voted. */
export const examplePeople: readonly ExamplePerson[] = [
  { name: 'Amina', consent: 'named' },
  { name: 'Joe', consent: 'named' },
  { name: 'Priya', consent: 'nameless' },
  { name: 'Sam', consent: 'named' },
  { consent: 'nameless' },
  { name: 'Grace', consent: 'named' },
  { name: 'Tomasz', consent: 'nameless' },
  { name: 'Wei', consent: 'named' },
  { name: 'Dolores', consent: 'nameless' },
  { name: 'Kwame', consent: 'named' },
  { consent: 'nameless' },
  { name: 'Bethan', consent: 'named' },
  { name: 'Idris', consent: 'nameless' },
  { name: 'Ruth', consent: 'named' },
]

export const EXAMPLE_FACILITATOR = 'Marion'
export const EXAMPLE_QUESTION = 'Which of these should the project board work on first?'

/** A figure's parts and words; what is left out has its default. */
export interface ExampleFigure {
  /** Which of the example's people made it, from 0. */
  readonly hand: number
  readonly parts: Partial<FigureFields>
  readonly name: string
  readonly speech: string
  readonly story: string
}

export const exampleFigures: readonly ExampleFigure[] = [
  {
    hand: 0,
    parts: {
      timber: 'walnut',
      cloth: 'mustard',
      pattern: 'spots',
      head: 'scarf',
      scarf: 'teal',
      mood: 'glad',
      held: 'cup',
    },
    name: 'Auntie Bea',
    speech: 'I see him every day. Ask me too.',
    story: 'A carer whom nobody has asked yet. The cup is for whoever sits down with her.',
  },
  {
    hand: 1,
    parts: {
      timber: 'birch',
      cloth: 'denim',
      head: 'short',
      hair: 'copper',
      mood: 'glad',
      aid: 'wheelchair',
      held: 'placard',
      placard: 'ASK ME\nFIRST',
    },
    name: 'Callum',
    speech: '',
    story: 'He knows what helps. He would like to be asked before the plan is printed.',
  },
  {
    hand: 2,
    parts: {
      timber: 'ebony',
      cloth: 'plum',
      pattern: 'stripes',
      head: 'curls',
      hair: 'raven',
      mood: 'worried',
    },
    name: 'Josie',
    speech: 'Which of my problems is allowed today?',
    story: 'Money, housing and her mood are one knot. Each office holds one end of it.',
  },
  {
    hand: 5,
    parts: {
      timber: 'oak',
      cloth: 'brick',
      head: 'long',
      hair: 'silver',
      mood: 'tired',
      aid: 'hearing',
      held: 'heart',
    },
    name: 'Nell',
    speech: 'I walked an hour to get this far.',
    story: 'What it takes just to arrive. The heart is the person who met her at the door.',
  },
  {
    hand: 8,
    parts: { timber: 'maple', cloth: 'oatmeal', head: 'short', hair: 'chestnut', mood: 'none' },
    name: 'Kit',
    speech: '',
    story: 'Some days there is nothing to show. Kit came all the same.',
  },
  {
    hand: 11,
    parts: { timber: 'cherry', cloth: 'fern', head: 'short', hair: 'raven', mood: 'calm', aid: 'cane' },
    name: 'Omar',
    speech: 'Read it to me, and I can help.',
    story: 'He was sent a form he could not see. It asked whether he needed help with forms.',
  },
  {
    hand: 13,
    parts: {
      timber: 'birch',
      cloth: 'charcoal',
      pattern: 'stripes',
      head: 'bare',
      mood: 'calm',
      held: 'cup',
    },
    name: 'Mr Bell',
    speech: 'The real talk starts at the kettle.',
    story: 'A manager who stays after the meeting. He has learnt most with a tea towel in his hand.',
  },
]

export interface ExampleMember {
  /** Which of the example's people it is, from 0. */
  readonly hand: number
  readonly name: string
  readonly organisation: string
  readonly contact: string
  readonly showName: boolean
  readonly showContact: boolean
  readonly colead: boolean
}

/** Those who signed up for the project board. Two lead it together. */
export const exampleMembers: readonly ExampleMember[] = [
  {
    hand: 0,
    name: 'Amina Khalid',
    organisation: 'Open Door Carers',
    contact: 'amina@opendoor.example',
    showName: true,
    showContact: true,
    colead: true,
  },
  {
    hand: 9,
    name: 'Kwame Boateng',
    organisation: 'Riverside Health Trust',
    contact: 'kwame@riverside.example',
    showName: true,
    showContact: true,
    colead: true,
  },
  {
    hand: 1,
    name: 'Joe Mallory',
    organisation: 'Lived Experience Network',
    contact: '',
    showName: true,
    showContact: false,
    colead: false,
  },
  {
    hand: 5,
    name: 'Grace Adeyemi',
    organisation: 'City Council',
    contact: 'grace@council.example',
    showName: true,
    showContact: false,
    colead: false,
  },
  {
    hand: 7,
    name: 'Wei Chen',
    organisation: 'Neighbours’ Café',
    contact: '',
    showName: true,
    showContact: false,
    colead: false,
  },
  {
    hand: 8,
    name: 'Dolores',
    organisation: '',
    contact: '020 7946 0011',
    showName: false,
    showContact: false,
    colead: false,
  },
]

/** What people wrote into an action of the plan since, found by its note's text. */
export interface ExampleEdit {
  readonly text: string
  readonly fields: Partial<FieldsOfTable<'actions'>>
}

const day = (year: number, monthAndDay: string): string => `${year}-${monthAndDay}`

/** The plan as people took it on, for the year of the first meeting. */
export const exampleEdits = (year: number): readonly ExampleEdit[] => [
  {
    text: 'A named person, with a number that gets answered',
    fields: {
      outcome: 'Everyone knows who to ring, and somebody picks up.',
      lead: 'Kwame Boateng',
      support: 'Open Door Carers',
      start: day(year, '09-05'),
      due: day(year, '11-30'),
      status: 'under-way',
      evidence: 'Nine in ten people can say who their named person is.',
    },
  },
  {
    text: 'One page about me, that I write and can change',
    fields: {
      outcome: 'Nobody has to tell their story twice.',
      lead: 'Joe Mallory',
      support: 'Riverside Health Trust',
      due: day(year, '12-12'),
    },
  },
  {
    text: 'Pay people for their time, on the day',
    fields: {
      outcome: 'Nobody is out of pocket for helping.',
      lead: 'Grace Adeyemi',
      due: day(year, '10-09'),
      status: 'waiting',
      health: 'at-risk',
    },
  },
  {
    text: 'Tell us what happened to our ideas',
    fields: { lead: 'Amina Khalid', due: day(year, '09-19'), status: 'under-way' },
  },
  { text: 'Ask carers what they see, and what they need', fields: { lead: 'Amina Khalid' } },
  {
    text: 'Start with a blank page, not a finished plan',
    fields: { lead: 'Wei Chen', status: 'done', due: day(year, '09-05') },
  },
]

/** The first meeting is on the next 5 September. @returns its year. */
export const meetingYear = (now: Date): number => {
  const year = now.getUTCFullYear()
  return now.getTime() < Date.UTC(year, 8, 5) ? year : year + 1
}

/** The project board's dates. */
export const exampleMeetings = (year: number): readonly Partial<FieldsOfTable<'meetings'>>[] => [
  {
    type: 'meeting',
    title: 'First meeting of the project board',
    date: day(year, '09-05'),
    time: '10:00',
    timeZone: 'Europe/London',
    place: 'The Old Library, room 2, or by video',
  },
  {
    type: 'report',
    title: 'Report: what good co-production looks like',
    date: day(year, '10-14'),
    committee: 'Mental Health Partnership Committee',
  },
]
