/** Whoever is refused is counted once, by the code that says why. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { BOARD_DOC, startHarness, until, WORKSHOP, type Harness } from './harness.ts'
import { openMux } from './muxClient.ts'
import { joinRaw } from './rawClient.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.close())

/** What is counted, by the labels of each line. */
const counted = (): Record<string, number> =>
  Object.fromEntries(
    harness
      .counted()
      .split('\n')
      .flatMap((line) => {
        const [, labels = '', count] = /^kiteboard_refusals_total\{(.*)\} (\d+)$/.exec(line) ?? []
        return count === undefined ? [] : [[labels, Number(count)] as const]
      }),
  )

const codes = Object.entries(CLOSE)

test.each(codes)('a socket that is closed as %s counts once, and so does a document', async (_name, code) => {
  const [person, other] = [harness.add(), harness.add()]
  const raw = await joinRaw(harness.url, person.token)
  harness.sync.close(WORKSHOP, { person: person.id }, code, 'Because.')
  expect(await raw.closed()).toBe(code)
  // A good-bye to everybody refuses nobody.
  const once = code === CLOSE.restarting ? {} : { [`code="${code}"`]: 1 }
  expect(counted()).toEqual(once)
  const mux = await openMux({ url: harness.url, workshop: WORKSHOP }, other.token)
  mux.open(BOARD_DOC)
  await until('it is open', () => mux.messages.length > 0)
  harness.sync.end(WORKSHOP, () => true, code, 'Because.')
  await until('it is closed', () => mux.closed(BOARD_DOC) === code)
  expect(counted()).toEqual(code === CLOSE.restarting ? {} : { [`code="${code}"`]: 2 })
  mux.close()
})

test.each([
  ['without a session', 4401, () => joinRaw(harness.url, 'nonsense')],
  ['at a document that is not there', 4403, () => joinRaw(harness.url, harness.add().token, 'board:none')],
  [
    'with what is not binary',
    4400,
    async () => {
      const raw = await joinRaw(harness.url, harness.add().token)
      raw.send('words')
      return raw
    },
  ],
  [
    'with too much',
    4413,
    async () => {
      const raw = await joinRaw(harness.url, harness.add().token)
      raw.send(new Uint8Array(LIMITS.payload + 1))
      return raw
    },
  ],
  [
    'by a bug of ours',
    1011,
    () => {
      harness.boards.has = () => {
        throw new Error('a bug')
      }
      return joinRaw(harness.url, harness.add().token)
    },
  ],
] as const)('who is refused %s counts once', async (_how, code, come) => {
  expect(await (await come()).closed()).toBe(code)
  expect(counted()).toEqual({ [`code="${code}"`]: 1 })
})

test('what the WebSocket library refuses counts once', async () => {
  const raw = await joinRaw(harness.url, harness.add().token)
  raw.send(new Uint8Array(LIMITS.longest + 1))
  expect(await raw.closed()).toBe(1009)
  expect(counted()).toEqual({ 'code="WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"': 1 })
})

test('on a socket of many documents each refusal counts once, also the one for which the door is shut', async () => {
  const mux = await openMux({ url: harness.url, workshop: WORKSHOP }, harness.add().token)
  const nonsense = new Y.Doc()
  nonsense.getMap('elsewhere').set('a', 1)
  let refused = 0
  while (mux.code() === null) {
    const before = mux.messages.length
    mux.open(BOARD_DOC)
    mux.stepTwo(BOARD_DOC, Y.encodeStateAsUpdate(nonsense))
    refused += 1
    await until(
      'refused',
      () => mux.messages.slice(before).some(({ type }) => type === 'closed') || mux.code() !== null,
    )
    if (refused > LIMITS.offences.burst) await until('the door is shut', () => mux.code() !== null)
  }
  expect(mux.code()).toBe(4529)
  expect(counted()).toEqual({ 'code="4422"': refused })
})
