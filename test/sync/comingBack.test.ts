/** After an answer, whoever came back has all that the server has. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageYjsSyncStep2 } from 'y-protocols/sync'
import * as Y from 'yjs'
import { createAnswers } from '../../server/sync/room/answers.ts'
import { createDeleted } from '../../server/sync/room/deleted.ts'
import { stepTwoFrame, type Frame } from '../../server/sync/frames.ts'
import { createShare } from '../../server/sync/share.ts'
import { BOARD_DOC } from './harness.ts'
import { syncIn } from './askers.ts'

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'type' as const,
        'take out' as const,
        'set' as const,
        'make' as const,
        'bin' as const,
      ),
      page: fc.nat(2),
      which: fc.nat(4),
      at: fc.nat(60),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('learn' as const), page: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('come back' as const), page: fc.nat(2) }) },
)

test('after an answer, whoever came back has all that the server has, whatever happened meanwhile', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), async (steps) => {
      const server = new Y.Doc()
      const deleted = createDeleted(server)
      const answers = createAnswers({
        name: BOARD_DOC,
        doc: server,
        deleted,
        snapshot: { frames: () => [stepTwoFrame(BOARD_DOC, Y.encodeStateAsUpdate(server))], size: () => 0 },
        epoch: { isRetired: () => false },
        share: createShare(),
        isHere: () => true,
        whenDurable: (then) => then(),
      })
      server.on('update', (_update, _origin, _doc, transaction: Y.Transaction) => {
        deleted.changed(transaction)
        answers.changed()
      })
      const pages = [1, 2, 3].map((client) => {
        const page = new Y.Doc()
        page.clientID = client
        return page
      })
      const [first] = pages
      for (let note = 0; note < 40; note++) first?.getMap('items').set(`there ${note}`, new Y.Text('words'))

      const comeBack = async (page: Y.Doc): Promise<void> => {
        const vector = Y.encodeStateVector(page)
        const frames: Frame[] = []
        await new Promise<void>((resolve, fail) =>
          answers.answer(
            { person: 'page', send: (frame) => void frames.push(frame), whenFree: (then) => then(), fail },
            answers.read(vector),
            resolve,
          ),
        )
        const messages = frames.flatMap((frame) => syncIn(frame) ?? [])
        expect(messages.findIndex(({ type }) => type === messageYjsSyncStep2)).toBe(messages.length - 1)
        for (const { update } of messages) Y.applyUpdate(page, update)
        expect([page.store.pendingStructs, page.store.pendingDs]).toEqual([null, null])
        Y.applyUpdate(server, Y.encodeStateAsUpdate(page, Y.encodeStateVector(server)))
        expect(page.getMap('items').toJSON()).toEqual(server.getMap('items').toJSON())
        expect(Y.encodeStateVector(page)).toEqual(Y.encodeStateVector(server))
        const [theirs, ours] = [page, server].map(({ store }) => Y.createDeleteSetFromStructStore(store))
        expect(theirs && ours && Y.equalDeleteSets(theirs, ours)).toBe(true)
      }

      for (const each of steps) {
        const page = pages[each.page]
        if (!page) continue
        if (each.type === 'come back') await comeBack(page)
        // Somebody else told it, and the server hears of what it wrote at some other time.
        else if (each.type === 'learn') Y.applyUpdate(page, Y.encodeStateAsUpdate(server))
        else {
          const items = page.getMap<unknown>('items')
          const id = `item ${each.which}`
          const text = items.get(id)
          if (each.type === 'make') items.set(id, new Y.Text('some words'))
          else if (each.type === 'bin') items.delete(id)
          else if (each.type === 'set') items.set('field', each.at)
          else if (!(text instanceof Y.Text)) continue
          else if (each.type === 'type') text.insert(Math.min(each.at, text.length), 'abc')
          else
            text.delete(
              Math.min(each.at, text.length),
              Math.min(4, text.length - Math.min(each.at, text.length)),
            )
        }
      }
      for (const page of [...pages, ...pages]) await comeBack(page)
    }),
    { numRuns: 50 },
  ))
