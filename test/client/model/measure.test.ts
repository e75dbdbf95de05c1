import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { measure } from '../../../client/model/measure.ts'

/** Sets a key, takes it away, or writes a text into it or at its front. */
const step = fc.record({
  key: fc.constantFrom('a', 'b', 'c'),
  what: fc.constantFrom('set', 'delete', 'text', 'type', 'inner'),
})
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

const change = (doc: Y.Doc, { key, what }: Step): void => {
  const map = doc.getMap('stage')
  const held = map.get(key)
  if (what === 'set') map.set(key, 1)
  else if (what === 'delete') map.delete(key)
  else if (what === 'text') map.set(key, new Y.Text('words'))
  else if (what === 'inner') map.set(key, new Y.Map([['in', new Y.Map([['deep', 1]])]]))
  else if (held instanceof Y.Text) held.insert(0, 'x')
}

const compare = (copy: Y.Doc, server: Y.Doc) => {
  const measured = measure(copy)
  measured.told(Y.encodeStateAsUpdate(server, Y.encodeStateVector(copy)))
  return { more: measured.hasMore(Y.encodeStateVector(server)), deleted: measured.hasDeletedMore() }
}

test('a copy that came from the server, whatever was done since and by whomever, is never ahead of it', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), step, fc.boolean())),
      fc.nat(40),
      (steps, at) => {
        const server = new Y.Doc()
        const copy = new Y.Doc()
        const writers = [new Y.Doc(), new Y.Doc(), server]
        // What each is told of others, it hears only later: so some of it is written at one time.
        const told: Uint8Array[] = []
        server.on('update', (update: Uint8Array) => void told.push(update))
        steps.forEach(([who, each, hears], index) => {
          const doc = writers[who] ?? server
          change(doc, each)
          if (doc !== server) Y.applyUpdate(server, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)))
          if (hears) for (const writer of writers) Y.applyUpdate(writer, Y.encodeStateAsUpdate(server))
          if (index < at) for (const update of told.splice(0)) Y.applyUpdate(copy, update)
        })
        expect(compare(copy, server)).toEqual({ more: false, deleted: false })
      },
    ),
  ))

test('a copy that knows of any change more is ahead', () =>
  fc.assert(
    fc.property(fc.array(step), fc.array(step), (before, after) => {
      const copy = new Y.Doc()
      for (const each of before) change(copy, each)
      const server = new Y.Doc()
      Y.applyUpdate(server, Y.encodeStateAsUpdate(copy))
      let changed = false
      copy.on('update', () => {
        changed = true
      })
      for (const each of after) change(copy, each)
      // The server goes on from what it has, and so is ahead in its own way.
      server.getMap('stage').set('d', 1)
      const { more, deleted } = compare(copy, server)
      expect(more || deleted).toBe(changed)
    }),
  ))
