/** A document, and people who work on it honestly: whatever they may do on their devices, at random. For tests. */
import fc from 'fast-check'
import * as Y from 'yjs'
import { createClaims } from '../../server/sync/room/claims.ts'
import { judge, type Verdict } from '../../server/sync/gate/gate.ts'
import { createUndo } from '../../shared/bin.ts'
import { itemsOf } from '../../shared/board.ts'
import { edit, editOn, type EditAct } from './edits.ts'
import { BOARD } from './harness.ts'
import { ANYBODY } from './anybody.ts'

export const NAME = { type: 'board', board: BOARD } as const

/** A page: one of several that a person has open. */
export interface Page {
  readonly person: string
  doc: Y.Doc
  undo: Y.UndoManager
}

/** A server, as far as one document goes. */
const startServer = () => {
  let doc = new Y.Doc()
  let kept = new Map<number, string>()
  const begin = () => {
    const claims = createClaims({
      held: kept,
      own: () => doc.clientID,
      keep: (client, person) => void kept.set(client, person),
    })
    doc.on('update', (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (local) claims.serverWrote()
    })
    return claims
  }
  let claims = begin()
  /** What the server had, at earlier times: a message that was long under way was made for such a one. */
  const past: Uint8Array[] = [Y.encodeStateVector(doc)]
  return {
    get doc() {
      return doc
    },
    allows: (client: number, person: string): boolean => claims.allows(client, person),
    restart() {
      const state = Y.encodeStateAsUpdate(doc)
      doc = new Y.Doc()
      kept = new Map(kept)
      Y.applyUpdate(doc, state)
      claims = begin()
    },
    pull: (page: Page) => Y.applyUpdate(page.doc, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(page.doc))),
    /** Takes what a page has, beyond what the server had so many versions ago. @returns the verdict */
    push(page: Page, ago: number) {
      const vector = past[Math.max(0, past.length - 1 - ago)]
      const update = Y.encodeStateAsUpdate(page.doc, vector)
      const verdict = judge(doc, NAME, update, {
        ...ANYBODY,
        isMine: (client) => claims.allows(client, page.person),
      })
      if (verdict.type === 'new') {
        for (const client of verdict.clients) claims.wrote(client, page.person)
        Y.applyUpdate(doc, update, page)
        past.push(Y.encodeStateVector(doc))
      }
      return verdict
    },
  }
}

/** What somebody does, or what happens to them. */
export type Act =
  | EditAct
  | { type: 'undo' | 'redo' | 'pull' | 'reload' | 'collide'; page: number }
  | { type: 'push'; page: number; ago: number }
  | { type: 'open'; page: number; from: number }
  | { type: 'restart' | 'server' }

const page = fc.nat(5)
/** Whatever honest people do. */
export const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 12, arbitrary: editOn(page) },
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constantFrom('undo' as const, 'redo' as const, 'pull' as const, 'pull' as const),
      page,
    }),
  },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('push' as const), page, ago: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('reload' as const, 'collide' as const), page }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('open' as const), page, from: page }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('restart' as const, 'server' as const) }) },
)

/** Opens a page on what its device kept: new, under a client id of its own. */
const openPage = (person: string, state?: Uint8Array): Page => {
  const doc = new Y.Doc()
  if (state) Y.applyUpdate(doc, state)
  return { person, doc, undo: createUndo(doc) }
}

/** Lives through all this. `onVerdict` hears what the gate says of each push. @returns what the server has then, and the pages */
export const liveThrough = (acts: readonly Act[], onVerdict: (verdict: Verdict) => void = () => {}) => {
  const server = startServer()
  // Three people: one with two devices, one with two pages on one device, and again.
  const pages = ['a', 'a', 'b', 'b', 'c', 'c'].map((person) => openPage(person))
  const pageAt = (index: number): Page => pages[index] ?? openPage('a')
  for (const each of acts)
    switch (each.type) {
      case 'edit':
        edit(pageAt(each.page).doc, each.what, each.which, each.at)
        break
      case 'undo':
        pageAt(each.page).undo.undo()
        break
      case 'redo':
        pageAt(each.page).undo.redo()
        break
      case 'pull':
        server.pull(pageAt(each.page))
        break
      case 'push':
        onVerdict(server.push(pageAt(each.page), each.ago))
        break
      case 'reload': {
        const { person, doc } = pageAt(each.page)
        pages[each.page] = openPage(person, Y.encodeStateAsUpdate(doc))
        break
      }
      case 'open': {
        // Another page of the same person, on the same device: it has what was not sent yet as well.
        const { person, doc } = pageAt(each.from)
        const known = pageAt(each.page)
        if (known.person === person) Y.applyUpdate(known.doc, Y.encodeStateAsUpdate(doc))
        break
      }
      case 'collide': {
        // Chance gives a new page the client id of somebody who has written; it hears of them before it writes.
        const { person } = pageAt(each.page)
        onVerdict(server.push(pageAt(each.page), 0))
        const fresh = openPage(person)
        const [taken] = server.doc.store.clients.keys()
        if (taken !== undefined) fresh.doc.clientID = taken
        server.pull(fresh)
        pages[each.page] = fresh
        break
      }
      case 'restart':
        server.restart()
        break
      case 'server': {
        const [id] = itemsOf(server.doc).keys()
        if (id !== undefined) server.doc.transact(() => itemsOf(server.doc).get(id)?.set('order', 'a0'))
        break
      }
      default:
        each satisfies never
    }
  return { server, pages }
}
