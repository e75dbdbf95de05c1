/**
 * The workplan as it is taken away: what every export renders, and what `workplan.json` holds. Consent has been obeyed by the
 * time it has this shape: words kept in the room are not in it, and names only where people chose to be named.
 */
import * as z from 'zod'
import { NOTE_ASKS } from '../kinds/note/note.ts'
import { methods, type MethodType } from '../methods/registry.ts'
import { HEALTHS, STATUSES } from '../plan.ts'

/** Raised when an older reader could no longer understand the file. */
export const WORKPLAN_VERSION = 1

/** The name under which the schema is published, beside `workplan.json`. */
export const WORKPLAN_SCHEMA_NAME = 'workplan.schema.json'

const isMethod = (name: string): name is MethodType => Object.hasOwn(methods, name)
const methodType = z.enum(Object.keys(methods).filter(isMethod)).describe('The voting method')

/** Whose words these are. */
const authors = z
  .array(z.string())
  .describe(
    'Names of all who wrote it, its first author first; empty unless every one of them chose to be named',
  )

const isoDate = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/)
const principleIds = z.array(z.int()).describe('Ids of the principles it serves')

/** A note or other item that a line leads back to. */
const source = z.object({
  board: z.string().describe('Id of the board'),
  item: z.string().describe('Id of the item on that board'),
  text: z.string(),
  authors,
})

const member = z.object({
  name: z.string(),
  organisation: z.string(),
  contact: z.string().describe('Empty unless they agreed that it is shown'),
  colead: z.boolean(),
})

const meeting = z.object({
  id: z.string(),
  type: z
    .enum(['meeting', 'report'])
    .describe('A meeting of the project board, or a date by which it reports'),
  title: z.string(),
  date: isoDate,
  time: z
    .string()
    .regex(/^(\d{2}:\d{2})?$/)
    .describe('HH:MM in the time zone, or empty'),
  timeZone: z.string().describe('IANA name, e.g. Europe/London'),
  place: z.string(),
  committee: z.string().describe('The committee that a report goes to'),
})

const principle = z.object({ id: z.int(), label: z.string(), text: z.string() })

const criterion = z.object({
  id: z.string(),
  title: z.string(),
  statement: z.string(),
  indicators: z.array(z.string()).describe('How we would know'),
  evidence: z.array(z.string()),
  principles: principleIds,
  sources: z.array(source),
})

const vote = z.object({
  round: z.string(),
  question: z.string(),
  type: methodType,
  rank: z.int(),
  total: z.number(),
})

const action = z.object({
  id: z.string(),
  action: z.string(),
  outcome: z.string().describe('The intended outcome'),
  criterion: z.object({ id: z.string(), title: z.string() }).nullable(),
  principles: principleIds,
  priority: vote
    .nullable()
    .describe('What the newest round that it stood in gave it; null when it stood in none'),
  earlier: z.array(vote).describe('What earlier rounds gave it, newest first'),
  idea: z.string().nullable().describe('The idea in the words that were voted on'),
  lead: z.string().describe('Empty means: to be agreed'),
  support: z.string(),
  start: isoDate,
  due: isoDate,
  status: z.enum(STATUSES),
  health: z.enum(HEALTHS),
  evidence: z.string().describe('How success will be seen'),
  sources: z.array(source),
})

const candidate = z.object({
  item: z.string(),
  text: z.string(),
  theme: z.string().nullable(),
  rank: z.int(),
  tied: z.boolean().describe('Shares its rank with another'),
  total: z.number(),
  mean: z.number().nullable().describe('Null under five ballots'),
  spread: z.number().nullable().describe('Population standard deviation; null under five ballots'),
})

const decision = z.object({
  id: z.string(),
  question: z.string(),
  type: methodType,
  method: z.string().describe('How people voted, in one sentence'),
  closed: z.string().describe('ISO date and time, UTC'),
  turnout: z.object({ voted: z.int(), present: z.int() }),
  candidates: z.array(candidate).describe('Every candidate, best first'),
})

/** A candidate of closed rounds that no action of the plan stands for. */
const idea = z.object({ item: z.string(), round: z.string(), question: z.string(), text: z.string() })

const note = z.object({
  id: z.string(),
  text: z.string(),
  asks: z.enum(NOTE_ASKS),
  principles: principleIds,
  authors,
})

const noteGroup = z.object({
  board: z.string().describe('Title of the board'),
  theme: z.string().nullable().describe('Title of the theme; null for notes in none'),
  notes: z.array(note),
  kept: z.int().describe('How many of its notes stay in the room'),
})

const figure = z.object({
  id: z.string(),
  board: z.string(),
  theme: z.string().nullable(),
  name: z.string(),
  speech: z.string(),
  story: z.string().describe('What it stands for'),
  authors,
})

const covered = principle.extend({
  actions: z.int().describe('How many actions serve it'),
  criteria: z.int().describe('How many criteria serve it'),
})

export const workplanSchema = z
  .object({
    version: z.literal(WORKPLAN_VERSION),
    title: z.string(),
    language: z.string().describe('BCP 47'),
    made: z.string().describe('ISO date and time, UTC'),
    members: z.array(member).describe('Members of the project board who agreed to be shown'),
    unnamedMembers: z.int().describe('Members who did not'),
    meetings: z.array(meeting).describe('By date'),
    criteria: z.array(criterion),
    actions: z.array(action).describe('In order of priority'),
    decisions: z.array(decision).describe('Closed rounds, oldest first'),
    ideasWithoutVotes: z.array(idea).describe('Candidates that drew no votes in any round'),
    ideasSetAside: z.array(idea).describe('Candidates with votes, whose action was taken out of the plan'),
    notes: z.array(noteGroup),
    figures: z.array(figure),
    kept: z.int().describe('How many items stay in the room'),
    sourceNotes: z.int().describe('How many notes the criteria and actions came from'),
    coverage: z.array(covered).describe('The principles, and how much of the plan serves each'),
  })
  .meta({ title: 'Kiteboard workplan' })

export type Workplan = z.infer<typeof workplanSchema>
export type WorkplanAction = Workplan['actions'][number]
export type WorkplanCriterion = Workplan['criteria'][number]
export type WorkplanDecision = Workplan['decisions'][number]
export type WorkplanMeeting = Workplan['meetings'][number]
export type WorkplanSource = WorkplanAction['sources'][number]
export type WorkplanIdea = Workplan['ideasWithoutVotes'][number]
export type NoteGroup = Workplan['notes'][number]

/** What `workplan.json` is: a workplan that names its schema. */
const workplanFile = workplanSchema.extend({ $schema: z.string().optional() })

/** The published JSON Schema (draft 7) of `workplan.json`. */
export const workplanJsonSchema = (): object => z.toJSONSchema(workplanFile, { target: 'draft-7' })
