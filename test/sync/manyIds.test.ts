/** A document under which very many pages have written: each change goes through all of their ids. */
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createIntake } from '../../server/sync/room/intake.ts'

/** Enough that beginning a transaction takes longer than an intake may. */
const IDS = 60_000

test('with however many client ids, what is short is taken in at once', async () => {
  const doc = new Y.Doc()
  const update = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, IDS)
    for (let client = IDS; client > 0; client--) {
      // One part, from clock 0: a step that is gone.
      for (const part of [1, client, 0, 0, 1]) encoding.writeVarUint(encoder, part)
    }
    encoding.writeVarUint(encoder, 0)
  })
  Y.applyUpdate(doc, update)
  let transactions = 0
  const intake = createIntake({
    doc,
    isHere: () => true,
    onApplied() {},
    onAccepted() {},
    onTook: () => (transactions += 1),
  })
  const taken: number[] = []
  const from = { person: 'somebody', fail() {}, waits() {} }
  for (let job = 0; job < 3; job++) intake.submit(from, 100, () => void taken.push(transactions))
  intake.tick()
  while (!intake.isEmpty() && transactions < 10) await new Promise((resolve) => setImmediate(resolve))
  expect(taken).toHaveLength(3)
  intake.close()
  doc.destroy()
})
