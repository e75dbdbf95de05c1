/** The commands of `POST /api/workshops/:id/commands`: what people ask the server to carry out, and who may. */
import * as z from 'zod'
import { lineUpTo, textUpTo } from './clean.ts'
import { CONSENTS, NAMELESS_CONSENTS } from './consent.ts'
import { ID_PATTERN } from './ids.ts'
import { FAR } from './geometry.ts'
import { MAX_PRINCIPLES, NOTE_ASKS, NOTE_COLOURS } from './kinds/note/note.ts'
import { LIMITS } from './protocol.ts'

const id = z.string().regex(ID_PATTERN)
const title = lineUpTo(200).min(1)
const point = z.tuple([z.number().min(-FAR).max(FAR), z.number().min(-FAR).max(FAR)])

const namelessConsent = z.enum(NAMELESS_CONSENTS)
/** The secret of a receipt, see receipts.ts. */
const receipt = z.string().min(16).max(64)

/** A note as `writing.share` takes it: its id is a receipt's item. */
const lateNote = z.object({
  id,
  text: textUpTo(LIMITS.text).min(1),
  colour: z.enum(NOTE_COLOURS).optional(),
  principles: z.array(z.int().min(1)).max(MAX_PRINCIPLES).optional(),
  asks: z.enum(NOTE_ASKS).optional(),
  /** For this note alone; without it, what holds for all words of whoever shares it. */
  consent: namelessConsent.optional(),
})
export type LateNote = z.infer<typeof lateNote>

export const command = z.discriminatedUnion('type', [
  /** Facilitator. Adds a board; answers `{board: {id, title}}`. */
  z.object({ type: z.literal('board.add'), title }),
  /** Facilitator. Renames a board. */
  z.object({ type: z.literal('board.rename'), board: id, title }),
  /** Facilitator. Lets a board rest, or opens it again; without `board`, all of them. */
  z.object({ type: z.literal('lock'), locked: z.boolean(), board: id.optional() }),
  /** Facilitator. Opens or closes the doors: whether the join code and links let new people in. */
  z.object({ type: z.literal('doors'), open: z.boolean() }),
  /** Facilitator. Starts the timer. */
  z.object({ type: z.literal('timer.start'), minutes: z.number().min(0.1).max(600) }),
  /** Facilitator. Moves the timer's end; negative shortens. */
  z.object({ type: z.literal('timer.extend'), minutes: z.number().min(-600).max(600) }),
  z.object({ type: z.literal('timer.stop') }),
  /** Facilitator. Says what the workshop is at; null for nothing in particular. */
  z.object({
    type: z.literal('step'),
    step: z.object({ number: z.int().min(1).max(99), name: title, question: lineUpTo(300) }).nullable(),
  }),
  /** Facilitator. Asks everyone to look at a place; null lets go. */
  z.object({
    type: z.literal('focus'),
    focus: z.object({ board: id, item: id.nullable(), at: point.nullable() }).nullable(),
  }),
  /** Facilitator. How many heads there are in the room, or null. */
  z.object({ type: z.literal('heads'), heads: z.int().min(1).max(100_000).nullable() }),
  /**
   * Anybody but viewers. What may be kept of my words: of one item, or, without `item`, of all that I have not set by itself.
   * Answers `{consent, at}`: what is kept now, and since when.
   */
  z.object({
    type: z.literal('consent'),
    consent: z.enum(CONSENTS),
    item: z.object({ board: id, item: id }).optional(),
    /**
     * Said again: it was kept, as of this moment (Unix ms), as the server answered then. It is taken only where what is kept now is
     * older and not stricter, as after older data were put back.
     */
    at: z.int().min(0).optional(),
  }),
  /** Anybody. Changes my name; a facilitator may name `person`. */
  z.object({
    type: z.literal('person.rename'),
    name: lineUpTo(60).min(1),
    person: id.optional(),
  }),
  /** Anybody but viewers. Raises or lowers my hand; a facilitator may lower that of `person`. */
  z.object({ type: z.literal('hand'), up: z.boolean(), person: id.optional() }),
  /** Facilitator. Hides an item from everybody and from exports, or shows it again. */
  z.object({ type: z.literal('note.hide'), board: id, item: id, hidden: z.boolean() }),
  /** Facilitator. Removes a person: their sessions end, what they made stays. */
  z.object({ type: z.literal('person.remove'), person: id }),
  /** Facilitator. Pauses a participant's writing on boards, or lets them write again; they go on reading and voting. */
  z.object({ type: z.literal('person.mute'), person: id, muted: z.boolean() }),
  /** Facilitator. Makes a participant a facilitator too. */
  z.object({ type: z.literal('person.promote'), person: id }),
  /** Facilitator. Replaces the link of a role; the sessions it made end. Answers `{link}`. */
  z.object({ type: z.literal('link.replace'), role: z.enum(['viewer', 'participant', 'facilitator']) }),
  /** Facilitator. Replaces the join code; answers `{code}`. */
  z.object({ type: z.literal('code.replace') }),
  /** Anybody but viewers. Signs up for the project board, or changes how; answers `{member: {id}}`. Shown only as far as agreed. */
  z.object({
    type: z.literal('member.join'),
    name: lineUpTo(100).min(1),
    organisation: lineUpTo(100).default(''),
    contact: lineUpTo(200).default(''),
    showName: z.boolean(),
    showContact: z.boolean(),
  }),
  /** Leaves the project board again. */
  z.object({ type: z.literal('member.leave') }),
  /** Facilitator. Marks a member as one who leads the project board with others, or not. */
  z.object({ type: z.literal('member.colead'), member: id, colead: z.boolean() }),
  /** Facilitator. Starts private writing; answers `{writing: {id}}`. Refused with `writing-open` while another is open. */
  z.object({
    type: z.literal('writing.start'),
    board: id,
    question: lineUpTo(300).default(''),
  }),
  /** Facilitator. Puts everyone's notes on the board, nameless and shuffled, and ends the writing; answers `{revealed: n}`. */
  z.object({ type: z.literal('writing.reveal'), writing: id }),
  /** Facilitator. Ends the writing and shows nothing: what people wrote stays on their own devices alone. */
  z.object({ type: z.literal('writing.cancel'), writing: id }),
  /** Anybody but viewers. Puts notes of mine that came too late on a board, nameless. Refused when one of the ids was used before. */
  z.object({
    type: z.literal('writing.share'),
    board: id,
    notes: z.array(lateNote).min(1).max(LIMITS.lateNotes),
  }),
  /** Anybody but viewers, with its receipt. What may be kept of a nameless note. */
  z.object({ type: z.literal('receipt.consent'), board: id, item: id, receipt, consent: namelessConsent }),
  /** Anybody but viewers, with its receipt. Takes a nameless note off the board at once; points in time keep it for a while. */
  z.object({ type: z.literal('receipt.withdraw'), board: id, item: id, receipt }),
  /** Anybody but viewers. Rewords a nameless note; nobody is recorded for it. */
  z.object({ type: z.literal('note.rewrite'), board: id, item: id, text: textUpTo(LIMITS.text) }),
  /** Facilitator. Derives the plan's criteria and actions again from boards and closed rounds. */
  z.object({ type: z.literal('plan.derive') }),
])

export type Command = z.infer<typeof command>
export type CommandType = Command['type']
