/** Answers what the sync path asks: who holds a socket, and what there is to open. */
import { Refusal } from '../../shared/errors.ts'
import type { Say } from '../say.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { boardOf } from '../../shared/stage.ts'
import type { Clock } from '../clock.ts'
import type { Ledger } from '../ledger.ts'
import type { Gatekeeper } from '../sync/contract.ts'
import type { Workshop, Workshops } from '../workshops/workshops.ts'
import type { Writing } from '../writing/writing.ts'
import { checkOrigin, type Origins } from './origin.ts'
import type { Proofs } from './proofs.ts'
import { requireSession } from './sessions.ts'

export interface GatekeeperDeps {
  readonly workshops: Workshops
  readonly ledger: Ledger
  readonly writing: Pick<Writing, 'isOpen' | 'wrote'>
  readonly proofs: Pick<Proofs, 'of'>
  readonly clock: Clock
  readonly t: Say
  readonly origins: () => Origins
  readonly seen: (workshop: Workshop, person: string) => void
}

export const createGatekeeper = ({
  workshops,
  ledger,
  writing,
  proofs,
  clock,
  t,
  origins,
  seen,
}: GatekeeperDeps): Gatekeeper => ({
  async admit(request, id) {
    checkOrigin(request.headers, origins(), t)
    const workshop = await workshops.get(id)
    const { session, person } = requireSession(workshop, request.headers, t)
    return {
      session,
      person: person.id,
      asker() {
        // Read anew each time: a role may have risen, or a failed commit brought the records back from storage.
        const now = workshops.peek(id)?.tables
        const found = now?.session.has(session) ? now.person.get(person.id) : undefined
        // A session that is gone gives no right, not even to read.
        if (!now || !found || found.removed) return { person: person.id, role: null, member: false }
        return {
          person: person.id,
          role: found.role,
          member: now.member.has(person.id),
          muted: found.muted ?? false,
        }
      },
    }
  },
  async exists(id, doc) {
    const workshop = await workshops.find(id).catch(() => {
      throw new Refusal('storage-failed', t('server.storage-failed'))
    })
    if (!workshop) return false
    switch (doc.type) {
      case 'board':
        return boardOf(workshop.stage, doc.board) !== null
      case 'draft':
        return writing.isOpen(workshop, doc.writing)
      case 'stage':
      case 'plan':
        return true
      default:
        return doc satisfies never
    }
  },
  locked(id, board) {
    const workshop = workshops.peek(id)
    if (!workshop || !boardOf(workshop.stage, board)?.locked) return false
    return clock.elapsed() - (workshop.lockedAt.get(board) ?? -Infinity) >= LIMITS.grace
  },
  seen(id, person) {
    const workshop = workshops.peek(id)
    if (workshop) seen(workshop, person)
  },
  applied(room, changes, person) {
    const workshop = workshops.peek(room.workshop)
    if (!workshop) throw new Refusal('storage-failed', t('server.storage-failed'))
    const { docName, doc } = room
    if (docName.type === 'draft') writing.wrote(workshop, docName, doc)
    else ledger.applied(workshop, room, changes, person)
  },
  found(room, client, person) {
    const workshop = workshops.peek(room.workshop)
    if (!workshop) throw new Refusal('storage-failed', t('server.storage-failed'))
    if (room.docName.type === 'board') ledger.found(workshop, room.docName.board, client, person)
  },
  handBack(room, mistaken, person) {
    const workshop = workshops.peek(room.workshop)
    if (!workshop) throw new Refusal('storage-failed', t('server.storage-failed'))
    return ledger.handBack(workshop, room, mistaken, person)
  },
  proofOf: proofs.of,
})
