/** Makes the example workshop by the same calls and frames that people's own pages send: nothing in it is faked. */
import type { CreatedWorkshop, Joined, WorkshopInfo } from '../../shared/answers.ts'
import type { CreateWorkshop } from '../../shared/api.ts'
import { addItem, addItems, type NewItem } from '../../shared/boardItems.ts'
import type { Command } from '../../shared/commands.ts'
import { boardDoc } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import { MATS } from '../../shared/kinds/theme/theme.ts'
import { addRow, readPlan, setRow } from '../../shared/plan.ts'
import {
  EXAMPLE_BOARD,
  EXAMPLE_FACILITATOR,
  EXAMPLE_QUESTION,
  EXAMPLE_TITLE,
  exampleEdits,
  exampleFigures,
  exampleMeetings,
  exampleMembers,
  examplePeople,
  exampleStep,
  meetingYear,
} from './example.ts'
import { layFigures, layMats } from './layout.ts'
import { exampleThemes, type ExampleNote } from './notes.ts'
import { call, createPeer, type Peer, type PeerDeps } from './peer.ts'

export interface ExampleDeps extends PeerDeps {
  readonly now: () => Date
}

/** A note of the example with its id and its place in the round. */
interface Placed {
  readonly id: string
  readonly note: ExampleNote
}

const command = <Answer = unknown>(peer: Peer, what: Command): Promise<Answer> =>
  peer.call<Answer>('POST', '/commands', what)

const joinAll = (deps: ExampleDeps, workshop: string, code: string): Promise<Peer[]> =>
  Promise.all(
    examplePeople.map(async ({ name, consent }) => {
      const joined = await call<Joined>(deps, 'POST', '/sessions', { code, ...(name ? { name } : {}) })
      const peer = createPeer(deps, workshop, joined)
      await command(peer, { type: 'consent', consent })
      return peer
    }),
  )

/** Themes by the facilitator, then each person's notes and figures in their own hand. */
const fillBoard = async (facilitator: Peer, people: readonly Peer[], board: string): Promise<Placed[]> => {
  const document = boardDoc(board)
  const mats = layMats(exampleThemes.map((theme) => theme.notes.map((note) => note.text)))
  const themes = await facilitator.write(document, (doc) =>
    exampleThemes.map(({ title, statement }, index) => {
      const mat = mats[index]
      return addItem(doc, {
        kind: 'theme',
        at: mat?.at ?? [0, 0],
        title,
        statement,
        mat: MATS[index % MATS.length] ?? 1,
        ...(mat ? { size: mat.size } : {}),
      })
    }),
  )
  const placed: Placed[] = []
  const hands = people.map((): NewItem[] => [])
  exampleThemes.forEach((theme, mat) =>
    theme.notes.forEach((note, index) => {
      const { colour, asks, principles, text } = note
      const id = newId()
      const at = mats[mat]?.notes[index] ?? [0, 0]
      placed.push({ id, note })
      hands[note.hand]?.push({
        kind: 'note',
        id,
        at,
        theme: themes[mat] ?? null,
        colour,
        asks,
        principles,
        text,
      })
    }),
  )
  const places = layFigures(exampleFigures.length, mats)
  exampleFigures.forEach(({ hand, parts, name, speech, story }, index) =>
    hands[hand]?.push({ kind: 'figure', at: places[index] ?? [0, 0], ...parts, name, speech, story }),
  )
  await Promise.all(
    people.map((peer, hand) => peer.write(document, (doc) => addItems(doc, hands[hand] ?? []))),
  )
  await Promise.all(
    placed
      .filter(({ note }) => note.room)
      .map(({ id, note }) => {
        const peer = people[note.hand] ?? facilitator
        return command(peer, { type: 'consent', consent: 'room', item: { board, item: id } })
      }),
  )
  return placed
}

/** Opens the round, casts everybody's ballot, and closes it, which derives the plan. @returns the round's id. */
const vote = async (
  facilitator: Peer,
  people: readonly Peer[],
  board: string,
  placed: readonly Placed[],
): Promise<string> => {
  const candidates = placed.filter(({ note }) => note.scores !== undefined)
  const { round } = await facilitator.call<{ round: { id: string } }>('POST', '/rounds', {
    question: EXAMPLE_QUESTION,
    method: { type: 'score' },
    candidates: candidates.map(({ id }) => ({ board, item: id })),
  })
  const voters = candidates[0]?.note.scores?.length ?? 0
  await Promise.all(
    people.slice(0, voters).map((peer, voter) => {
      const given = candidates
        .map(({ id, note }) => [id, note.scores?.charAt(voter) ?? '-'] as const)
        .filter(([, score]) => score !== '-')
      const choices = Object.fromEntries(given.map(([id, score]) => [id, Number(score)]))
      return peer.call('PUT', `/rounds/${round.id}/ballot`, { choices })
    }),
  )
  await facilitator.call('POST', `/rounds/${round.id}/close`, {})
  return round.id
}

/** People sign up for the project board, and two are marked as its co-leads. */
const signUp = (facilitator: Peer, people: readonly Peer[]): Promise<unknown> =>
  Promise.all(
    exampleMembers.map(async ({ hand, colead, ...member }) => {
      const peer = people[hand]
      if (!peer) return
      const answer = await command<{ member: { id: string } }>(peer, { type: 'member.join', ...member })
      if (colead) await command(facilitator, { type: 'member.colead', member: answer.member.id, colead })
    }),
  )

/** What people made of the plan since: leads, dates, the first meeting, the report. */
const takeOn = (facilitator: Peer, placed: readonly Placed[], round: string, year: number): Promise<void> =>
  facilitator.write('plan', (doc) => {
    const known = new Set(readPlan(doc).actions.map((action) => action.id))
    for (const { text, fields } of exampleEdits(year)) {
      const item = placed.find(({ note }) => note.text === text)
      const id = `action:${round}:${item?.id}`
      if (!known.has(id)) throw new Error(`the plan has no action for “${text}”`)
      setRow(doc, 'actions', id, fields)
    }
    for (const meeting of exampleMeetings(year)) addRow(doc, 'meetings', meeting)
  })

/**
 * Makes the example on a running server.
 * @returns what `POST /api/workshops` answers: the caller is its facilitator.
 */
export const buildExample = async (
  deps: ExampleDeps,
  { title = EXAMPLE_TITLE, name = EXAMPLE_FACILITATOR }: Partial<Pick<CreateWorkshop, 'title' | 'name'>> = {},
): Promise<CreatedWorkshop> => {
  const made = await call<CreatedWorkshop>(deps, 'POST', '/workshops', { title, name })
  const facilitator = createPeer(deps, made.id, made)
  const { boards } = await facilitator.call<WorkshopInfo>('GET', '')
  const [board] = boards
  if (!board) throw new Error('the new workshop has no board')
  await command(facilitator, { type: 'board.rename', board: board.id, title: EXAMPLE_BOARD })
  const people = await joinAll(deps, made.id, made.code)
  const placed = await fillBoard(facilitator, people, board.id)
  const round = await vote(facilitator, people, board.id, placed)
  await signUp(facilitator, people)
  await takeOn(facilitator, placed, round, meetingYear(deps.now()))
  await command(facilitator, { type: 'step', step: exampleStep })
  return made
}
