/** Voting rounds: opened with frozen candidates, one ballot a person, counted and closed in one commit. */
import type { CastBallot, OpenRound } from '../../shared/api.ts'
import { readItem } from '../../shared/board.ts'
import { boardDoc } from '../../shared/docs.ts'
import { Refusal } from '../../shared/errors.ts'
import type { Say } from '../say.ts'
import { newId } from '../../shared/ids.ts'
import { describe, exportText } from '../../shared/kinds/registry.ts'
import { methodOf } from '../../shared/methods/registry.ts'
import {
  boardOf,
  isHidden,
  putRound,
  roundOf,
  roundsOf,
  type Candidate,
  type RoundResult,
  type StageRound,
} from '../../shared/stage.ts'
import { requireRole } from '../auth/sessions.ts'
import type { Clock } from '../clock.ts'
import type { Forgetting } from '../forgetting.ts'
import type { Log } from '../log.ts'
import type { Room } from '../sync/contract.ts'
import type { PersonRecord } from '../workshops/records.ts'
import type { Workshop, Workshops } from '../workshops/workshops.ts'
import { createBallots, type Ballot } from './ballots.ts'
import type { Planner } from './plan.ts'

export interface RoundsDeps {
  readonly workshops: Workshops
  readonly forgetting: Pick<Forgetting, 'owe'>
  readonly planner: Planner
  readonly openDoc: (workshop: string, name: string) => Promise<Room>
  /** People with an open socket in the workshop. */
  readonly here: (workshop: string) => ReadonlySet<string>
  readonly clock: Clock
  readonly t: Say
  readonly log: Log
}

const isOpen = (round: StageRound): boolean => round.closedAt === null
const mayVote = (person: PersonRecord | undefined): boolean =>
  person !== undefined && !person.removed && person.role !== 'viewer'

/** Ms after which a close that could not be saved is tried again. */
const AGAIN = 5_000

export const createRounds = ({
  workshops,
  forgetting,
  planner,
  openDoc,
  here,
  clock,
  t,
  log,
}: RoundsDeps) => {
  const ballots = createBallots({ workshops, forgetting })

  const find = (workshop: Workshop, id: string): StageRound => {
    const round = roundOf(workshop.stage, id)
    if (!round) throw new Refusal('not-found', t('server.no-such-thing'))
    return round
  }

  /** The item as it stands now: this text is voted on, whatever becomes of the item. */
  const freeze = ({ stage }: Workshop, room: Room, item: string): Candidate => {
    const found = readItem(room.doc, item)
    if (!found || found.trashed || found.kind === 'unknown' || isHidden(stage, item))
      throw new Refusal('unfit', t('server.unfit.candidates'))
    const theme = found.theme ? readItem(room.doc, found.theme) : null
    return {
      board: room.name.slice(boardDoc('').length),
      item,
      text: exportText(found) ?? describe(found, t),
      theme: theme?.kind === 'theme' && !theme.trashed ? describe(theme, t) : null,
      colour: found.kind === 'note' ? found.colour : null,
    }
  }

  const close = async (workshop: Workshop, id: string): Promise<RoundResult> => {
    find(workshop, id)
    const docs = await planner.open(workshop)
    // From here on in one turn, and so in one commit: the tally, the ballots' end, the plan's rows.
    const round = find(workshop, id)
    if (round.result) return round.result
    const items = round.candidates.map(({ item }) => item)
    const cast = ballots.all(workshop, id)
    const result: RoundResult = {
      turnout: { voted: cast.length, present: Math.max(cast.length, ballots.present(workshop, id)) },
      candidates: methodOf(round.method).tally(round.method, items, cast),
    }
    workshops.act(workshop, (stage) => {
      ballots.destroy(workshop, id)
      putRound(stage, { ...round, ...result.turnout, closedAt: clock.now(), result })
    })
    planner.derive(workshop, docs)
    log.info({ workshop: workshop.id, round: id, ...result.turnout }, 'a round was closed')
    return result
  }

  /** Closes a round whose time has come; until that is saved, again and again. */
  const closeByItself = (workshop: Workshop, id: string): void => {
    // When the workshop was read anew since, so were its rounds, each with a clock of its own.
    if (workshops.peek(workshop.id) !== workshop) return
    close(workshop, id).catch((error: unknown) => {
      log.warn({ err: error, workshop: workshop.id, round: id }, 'a round could not be closed yet')
      clock.after(AGAIN, () => closeByItself(workshop, id))
    })
  }

  /** The end was chosen as a moment, which everybody's clock shows: so it comes when the clock reads it, however that is set. */
  const closeAt = (workshop: Workshop, id: string, end: number): void =>
    void clock.at(end, () => closeByItself(workshop, id))

  workshops.onLoad(async (workshop) => {
    for (const { id, endsAt, closedAt } of roundsOf(workshop.stage))
      if (closedAt === null && endsAt !== null) {
        if (endsAt <= clock.now()) await close(workshop, id)
        else closeAt(workshop, id, endsAt)
      }
  })

  /** An open round in which this person may vote. */
  const open = (workshop: Workshop, id: string, person: PersonRecord): StageRound => {
    requireRole(person, ['participant', 'facilitator'], t)
    const round = find(workshop, id)
    if (!isOpen(round) || (round.endsAt !== null && round.endsAt <= clock.now()))
      throw new Refusal('round-closed', t('server.round-closed'))
    return round
  }

  const seenIn = (workshop: Workshop, round: StageRound, person: string): boolean =>
    mayVote(workshop.tables.person.get(person)) && ballots.see(workshop, round.id, person)

  return {
    /** @throws Refusal `forbidden` */
    mayOpen: (person: PersonRecord): void => requireRole(person, ['facilitator'], t),

    /** @throws Refusal `unfit` when a candidate is not on its board, or `endsAt` has passed */
    async open(workshop: Workshop, wanted: OpenRound, by: PersonRecord): Promise<StageRound> {
      const endsAt = wanted.endsAt ?? null
      if (endsAt !== null && endsAt <= clock.now()) throw new Refusal('unfit', t('server.unfit.past'))
      if (new Set(wanted.candidates.map(({ item }) => item)).size < wanted.candidates.length)
        throw new Refusal('unfit', t('server.unfit.twice'))
      const boards = new Set(wanted.candidates.map(({ board }) => board))
      for (const board of boards)
        if (!boardOf(workshop.stage, board)) throw new Refusal('unfit', t('server.unfit.candidates'))
      const rooms = new Map<string, Room>()
      for (const board of boards) rooms.set(board, await openDoc(workshop.id, boardDoc(board)))
      const candidates = wanted.candidates.flatMap(({ board, item }) => {
        const room = rooms.get(board)
        return room ? [freeze(workshop, room, item)] : []
      })
      const round: StageRound = {
        id: newId(),
        question: wanted.question,
        method: wanted.method,
        candidates,
        openedAt: clock.now(),
        endsAt,
        closedAt: null,
        voted: 0,
        present: 0,
        result: null,
      }
      return workshops.act(workshop, (stage) => {
        for (const person of new Set([by.id, ...here(workshop.id)])) seenIn(workshop, round, person)
        const opened = { ...round, present: ballots.present(workshop, round.id) }
        putRound(stage, opened)
        if (endsAt !== null) closeAt(workshop, round.id, endsAt)
        return opened
      })
    },

    /** Somebody is here: they count as present in every open round, if they may vote. */
    seen(workshop: Workshop, person: string): void {
      for (const round of roundsOf(workshop.stage))
        if (isOpen(round) && seenIn(workshop, round, person))
          workshops.act(workshop, (stage) =>
            putRound(stage, { ...round, present: ballots.present(workshop, round.id) }),
          )
    },

    /** My ballot, while the round is open. @throws Refusal `forbidden`, `not-found`, `round-closed` */
    ballot: (workshop: Workshop, id: string, person: PersonRecord): Ballot =>
      ballots.ballotOf(workshop, open(workshop, id, person).id, person.id),

    /**
     * Casts or replaces my ballot; one that is cast again only where what is here is older, as after older data were put back.
     * @returns the one that is here now
     * @throws Refusal `forbidden`, `not-found`, `round-closed`, `unfit-ballot`
     */
    cast(workshop: Workshop, id: string, person: PersonRecord, { choices, at }: CastBallot): Ballot {
      const round = open(workshop, id, person)
      const items = round.candidates.map(({ item }) => item)
      if (Object.keys(choices).some((item) => !items.includes(item)))
        throw new Refusal('unfit-ballot', t('server.unfit-ballot'))
      const objection = methodOf(round.method).objection(round.method, items, choices, t)
      if (objection !== null) throw new Refusal('unfit-ballot', objection)
      const held = ballots.ballotOf(workshop, id, person.id)
      if (at !== undefined && at <= held.at) return held
      const now = clock.now()
      const ballot = { choices, at: Math.max(at === undefined ? now : Math.min(at, now), held.at + 1) }
      workshops.act(workshop, (stage) => {
        ballots.cast(workshop, id, person.id, ballot)
        seenIn(workshop, round, person.id)
        const voted = ballots.voted(workshop, id)
        const present = ballots.present(workshop, id)
        if (voted !== round.voted || present !== round.present) putRound(stage, { ...round, voted, present })
      })
      return ballot
    },

    /** Closes a round; a round that is closed already answers the same again. @throws Refusal `forbidden`, `not-found` */
    close(workshop: Workshop, id: string, by: PersonRecord): Promise<RoundResult> {
      requireRole(by, ['facilitator'], t)
      return close(workshop, id)
    },

    /** @throws Refusal `round-open` while anyone may still vote */
    result(workshop: Workshop, id: string): RoundResult {
      const { result } = find(workshop, id)
      if (!result) throw new Refusal('round-open', t('server.round-open'))
      return result
    },
  }
}

export type Rounds = ReturnType<typeof createRounds>
