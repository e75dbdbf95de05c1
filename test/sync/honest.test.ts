/** Long honest sessions, as devices and the server live through them: the gate refuses nothing of it. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Verdict } from '../../server/sync/gate/gate.ts'
import { shown } from './edits.ts'
import { act, liveThrough } from './honestWorld.ts'

test('whatever honest people do on their devices, nothing of it is refused, and all end up with the same', () => {
  // Yjs says aloud when it changes a client id.
  vi.spyOn(console, 'log').mockReturnValue(undefined)
  fc.assert(
    fc.property(fc.array(act, { minLength: 40, maxLength: 250 }), (acts) => {
      const expectTaken = (verdict: Verdict): void =>
        expect(['new', 'known']).toContain(verdict.type === 'refused' ? verdict.reason : verdict.type)
      const { server, pages } = liveThrough(acts, expectTaken)
      for (const each of pages) expectTaken(server.push(each, 3))
      for (const each of pages) server.pull(each)
      expect(new Set([server.doc, ...pages.map(({ doc }) => doc)].map(shown)).size).toBe(1)
    }),
    { numRuns: 60 },
  )
}, 60_000)
