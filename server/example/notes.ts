/** The example's notes: what people might write on such a day. Written for Kiteboard; nobody's real words. */
import type { NoteAsks, NoteColour } from '../../shared/kinds/note/note.ts'

export interface ExampleNote {
  /** Which of the example's people wrote it, from 0. */
  readonly hand: number
  readonly colour: NoteColour
  readonly asks: NoteAsks
  /** Ids of the principles that it serves. */
  readonly principles: readonly number[]
  readonly text: string
  /** "In this room only". */
  readonly room?: true
  /** What the round gave it: a digit for each voter, `-` for left out. Only candidates have this. */
  readonly scores?: string
}

export interface ExampleTheme {
  readonly title: string
  readonly statement: string
  readonly notes: readonly ExampleNote[]
}

type Extra = Pick<ExampleNote, 'room' | 'scores'>
const of =
  (asks: NoteAsks) =>
  (
    hand: number,
    colour: NoteColour,
    principles: readonly number[],
    text: string,
    extra: Extra = {},
  ): ExampleNote => ({ hand, colour, asks, principles, text, ...extra })

const idea = of('idea')
const indicator = of('indicator')
const evidence = of('evidence')
const barrier = of('barrier')

const experience: ExampleTheme = {
  title: 'Experience of services',
  statement: 'People are met as themselves, and tell their story only once.',
  notes: [
    idea(0, 'straw', [1, 3], 'Ask what helps before you ask what is wrong', { scores: '4543454-44354' }),
    idea(1, 'sky', [1, 6], 'One page about me, that I write and can change', { scores: '5445445445445' }),
    barrier(2, 'rose', [6], 'The computer systems do not talk to each other'),
    idea(3, 'leaf', [5], 'A named person, with a number that gets answered', { scores: '5554545554455' }),
    evidence(4, 'lilac', [6], 'I told my story to 11 people in one year'),
    indicator(5, 'straw', [6], 'People tell their story once in their first month'),
    idea(6, 'sky', [6], 'Let me choose who is told what', { scores: '433-443543334' }),
    barrier(7, 'stone', [5], 'Staff change before trust can grow'),
    idea(8, 'straw', [3], 'A quiet room to wait in', { scores: '23-1322-31223' }),
    indicator(9, 'leaf', [5], 'Nine in ten can name their named person'),
    barrier(10, 'rose', [1], 'I say I am fine, so that nothing more is taken away', { room: true }),
    idea(11, 'lilac', [5], 'Say how long the wait will be, and ring halfway', { scores: '343334-433343' }),
    evidence(12, 'sky', [1], 'My letter began “Dear Sir”. I am a grandmother.'),
    idea(13, 'straw', [3], 'Evening slots'),
    indicator(0, 'leaf', [1], 'People say: they knew me, not just my file'),
    idea(1, 'stone', [1, 3], 'Letters in plain words, with the right name', { scores: '3232-33232323' }),
    barrier(3, 'rose', [4], 'Forms that have room for one problem only'),
    indicator(5, 'sky', [3], 'An interpreter at the first visit, not the third'),
    idea(6, 'straw', [1, 4], 'Ask about pets, bills and sleep too'),
    evidence(8, 'lilac', [5], 'My worker stayed two years. So did my good days.'),
    idea(10, 'leaf', [1], 'Treat side effects as real'),
    idea(12, 'sky', [3], 'Tea first'),
  ],
}

const together: ExampleTheme = {
  title: 'Working together',
  statement: 'People with lived experience share the work and the decisions, from the first day.',
  notes: [
    idea(2, 'leaf', [3], 'Pay people for their time, on the day', { scores: '4545454545444' }),
    barrier(4, 'stone', [3], 'Being asked, and never hearing back'),
    idea(7, 'straw', [1, 3], 'Two people with lived experience on each panel', { scores: '444344-454343' }),
    evidence(9, 'sky', [3], 'We wrote the crisis leaflet. People read it.'),
    idea(11, 'lilac', [3], 'Start with a blank page, not a finished plan', { scores: '34-3433343334' }),
    indicator(13, 'straw', [3], 'We can point to a decision that changed'),
    barrier(0, 'rose', [3], 'I was the only one in the room not paid to be there'),
    idea(1, 'sky', [3, 5], 'Tell us what happened to our ideas', { scores: '4444454344544' }),
    indicator(3, 'leaf', [3], 'Everyone is paid within two weeks'),
    idea(5, 'straw', [3, 5], 'Chair meetings in pairs', { scores: '-------------' }),
    barrier(6, 'rose', [1], 'They said I was too emotional to sit on it', { room: true }),
    idea(8, 'lilac', [2, 3], 'A buddy for everyone who is new'),
    evidence(10, 'leaf', [5], 'We hired three staff together. All are still here.'),
    idea(12, 'straw', [3], 'Send papers a week before, in large print'),
    indicator(2, 'sky', [3], 'Half the people round the table use services'),
    barrier(4, 'stone', [2, 4], 'Meetings at 2, when school ends at 3'),
    idea(7, 'leaf', [1], 'Swap seats: staff try the waiting room'),
    indicator(9, 'lilac', [1], 'People come back to a second meeting'),
    idea(11, 'straw', [3], 'Breaks and biscuits'),
    evidence(13, 'sky', [3], 'A wall that says what you asked and what we did'),
    barrier(1, 'rose', [3], 'Words like pathway and cohort'),
    idea(3, 'stone', [3, 6], 'Write the notes where everyone can see them'),
  ],
}

const community: ExampleTheme = {
  title: 'Community',
  statement: 'Support is close to home, and includes the people we rely on.',
  notes: [
    idea(4, 'straw', [2], 'Ask carers what they see, and what they need', { scores: '545443-544444' }),
    barrier(5, 'rose', [3], 'The bus stops at five. Then what?'),
    idea(6, 'sky', [2, 6], 'With my yes, tell my sister the plan', { scores: '3343-33343433' }),
    evidence(8, 'leaf', [3], 'Tuesday soup: 40 people, no referral needed'),
    idea(10, 'lilac', [1, 5], 'A phone line run by people who have been there', { scores: '444-345434444' }),
    indicator(12, 'straw', [2], 'Carers say they were asked, and thanked'),
    barrier(13, 'stone', [2], 'Carers hear: we cannot talk to you'),
    idea(0, 'leaf', [1, 3], 'A walk and talk group in every park', { scores: '-------------' }),
    indicator(2, 'sky', [2], 'A friend visits in the week after hospital'),
    barrier(7, 'rose', [6], 'My neighbours do not know. Keep it that way.', { room: true }),
    idea(9, 'straw', [3], 'Barbers and cafés that know who to ring'),
    evidence(11, 'lilac', [2], 'Mum coped once someone rang her back'),
    idea(13, 'sky', [4], 'One door for money, housing and mood'),
    indicator(1, 'leaf', [3], 'Groups run in three languages'),
    idea(3, 'stone', [3], 'Faith leaders and services, meet for tea'),
    barrier(5, 'rose', [4], 'Money ends just as people arrive'),
    idea(6, 'straw', [4], 'Bus fares, no forms'),
    evidence(8, 'leaf', [1], 'Since the allotment, my winters are shorter'),
    idea(10, 'lilac', [2], 'Young carers: a card that explains'),
    idea(12, 'sky', [1], 'Neighbours who listen, and do not fix'),
    barrier(0, 'stone', [3], 'Whispers on my own street'),
    idea(4, 'straw', [3], 'Open on Sundays'),
  ],
}

export const exampleThemes: readonly ExampleTheme[] = [experience, together, community]
