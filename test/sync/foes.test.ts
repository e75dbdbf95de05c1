/** Every attack there is, on whatever honest people have made of a board: it is refused with its code, and leaves no trace. */
import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { makeAttacks } from '../../bench/faults/attacks.ts'
import type { Attack as FaultAttack, Blow } from '../../bench/faults/blows.ts'
import { judge, type Judging, type Verdict } from '../../server/sync/gate/gate.ts'
import { itemsOf } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { textOf } from '../../shared/boardTexts.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { BOARD_DOC, startHarness, until, WORKSHOP, type Harness } from './harness.ts'
import { act, liveThrough, NAME } from './honestWorld.ts'
import { openMux, type MuxClient } from './muxClient.ts'
import { ANYBODY } from './anybody.ts'

/** What a foe aims at: a copy of the board, and something on it. */
interface Aim {
  readonly server: Y.Doc
  readonly copy: Y.Doc
  readonly item: Y.Map<unknown>
  readonly text: Y.Text
  /** Of a list, one. */
  pick<Value>(list: readonly Value[]): Value | undefined
}

interface Attack {
  readonly code: number
  /** Changes the copy; all that is new in it is sent. Or says what is sent. */
  readonly make: (aim: Aim) => Uint8Array | void
  readonly judging?: Partial<Judging>
}

const LONG = 'x'.repeat(LIMITS.textStored + 1)
const ID = 'f'.repeat(20)
/** Of an earlier epoch. */
const RETIRED = 77

const byHand = (...parts: readonly (number | readonly number[])[]): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of parts)
      if (typeof part === 'number') encoding.writeVarUint(encoder, part)
      else encoding.writeUint8Array(encoder, Uint8Array.from(part))
  })
/** An entry among the items, under a key of one letter. */
const ENTRY = [0x27, 1, 5, ...Buffer.from('items'), 1, 107, 1]

const repeated = (times: number, struct: readonly number[]): Uint8Array =>
  byHand(1, times, 9, 0, ...Array.from({ length: times }, () => struct), 0)

const nest = (map: Y.Map<unknown>, levels: number): void => {
  let inner = map
  for (let level = 0; level < levels; level++) {
    const next = new Y.Map<unknown>()
    inner.set('a', next)
    inner = next
  }
}

const note = ({ copy }: Aim): void => void addItem(copy, { kind: 'note', at: [0, 0], text: 'not mine' })

const attacks: Readonly<Record<string, Attack>> = {
  "words under another's id": {
    code: 4409,
    make: (aim) => {
      aim.copy.clientID = aim.pick([...aim.server.store.clients.keys()]) ?? aim.server.clientID
      note(aim)
    },
  },
  'words under the id of the server': {
    code: 4409,
    make: (aim) => {
      aim.copy.clientID = aim.server.clientID
      note(aim)
    },
  },
  'an update without what it builds on': {
    code: 4422,
    make: (aim) => {
      note(aim)
      const before = Y.encodeStateVector(aim.copy)
      note(aim)
      return Y.encodeStateAsUpdate(aim.copy, before)
    },
  },
  'a deletion of what nobody wrote': {
    code: 4422,
    make: ({ server, pick }) => {
      const client = pick([...server.store.clients.keys()]) ?? 9
      return byHand(0, 1, client, 1, Y.getState(server.store, client), 1)
    },
  },
  'a copy from an earlier epoch': {
    code: 4410,
    make: (aim) => {
      aim.copy.clientID = RETIRED
      note(aim)
    },
    judging: { isMine: () => true },
  },
  'words where one may only read': { code: 4403, make: note, judging: { mayWrite: () => false } },
  'words with no work left': { code: 4529, make: note, judging: { mayWork: () => false } },
  'one more note where all is full': { code: 4413, make: note, judging: { fill: () => 'full' } },
  'a document in an item': { code: 4422, make: ({ item }) => void item.set('d', new Y.Doc()) },
  'bytes in an item': { code: 4422, make: ({ item }) => void item.set('b', Uint8Array.of(1)) },
  'a list in an item': { code: 4422, make: ({ item }) => void item.set('l', new Y.Array()) },
  'XML in an item': { code: 4422, make: ({ item }) => void item.set('x', new Y.XmlElement('script')) },
  'an embed in a text': { code: 4422, make: ({ text }) => text.insertEmbed(0, { image: 'x' }) },
  'a format in a text': {
    code: 4422,
    make: ({ text }) => {
      text.insert(0, 'bold', { bold: true })
    },
  },
  'an attribute of a text': { code: 4422, make: ({ text }) => text.setAttribute('a', 1) },
  'a plain value among the items': { code: 4422, make: ({ copy }) => void copy.getMap('items').set(ID, 'x') },
  'a text among the items': {
    code: 4422,
    make: ({ copy }) => void copy.getMap('items').set(ID, new Y.Text('x')),
  },
  'another part of the document': {
    code: 4422,
    make: ({ copy }) => void copy.getMap('elsewhere').set('a', 1),
  },
  'a name that is too long': { code: 4413, make: ({ item }) => void item.set('k'.repeat(LIMITS.key + 1), 1) },
  'a value that is too large': { code: 4413, make: ({ item }) => void item.set('s', LONG) },
  'a value of too many parts': {
    code: 4413,
    make: ({ item }) => void item.set('s', Array(LIMITS.value + 1).fill({})),
  },
  'values in one part': {
    code: 4413,
    make: () =>
      byHand(
        1,
        2,
        9,
        0,
        ENTRY,
        [0x28, 0, 9, 0, 1, 107],
        30_000,
        Array(60_000)
          .fill(0)
          .map((_, n) => (n % 2 ? 0 : 118)),
        0,
      ),
  },
  'a value that lies too deep': {
    code: 4413,
    make: ({ item }) => void item.set('s', JSON.parse('['.repeat(20) + ']'.repeat(20))),
  },
  'a text that is too long': { code: 4413, make: ({ text }) => text.insert(0, LONG) },
  'too many fields': {
    code: 4413,
    make: ({ item }) => {
      for (let field = 0; field < LIMITS.fields; field++) item.set(`f${field}`, 1)
    },
  },
  'maps in maps in maps': { code: 4422, make: ({ item }) => nest(item, 50) },
  'so many that their beginning is enough': { code: 4422, make: ({ item }) => nest(item, 2_000) },
  'one entry made again and again': { code: 4413, make: () => repeated(8_000, ENTRY) },
  'more parts than anybody writes': {
    code: 4413,
    make: () => byHand(1, LIMITS.structs + 1, 9, 0, Array(5_000).fill(0)),
  },
  'more deletions than anybody makes': {
    code: 4413,
    make: ({ server, pick }) =>
      byHand(0, 1, pick([...server.store.clients.keys()]) ?? 9, LIMITS.ranges + 1, Array(5_000).fill(0)),
  },
  'a clock that no hand could reach': { code: 4422, make: () => byHand(1, 1, 9, 0, [0], LIMITS.leap + 1, 0) },
  'an id that Yjs does not give': { code: 4422, make: () => byHand(1, 1, 2 ** 32, 0, ENTRY, 0) },
  'two rows of one client': {
    code: 4400,
    make: () => byHand(3, 1, 9, 0, ENTRY, 1, 8, 0, ENTRY, 1, 9, 0, ENTRY, 0),
  },
  'a circle': {
    code: 4422,
    make: () => byHand(2, 1, 9, 0, [0x84, 8, 0, 1, 97], 1, 8, 0, [0x84, 9, 0, 1, 98], 0),
  },
  'half an update': {
    code: 4400,
    make: (aim) => {
      note(aim)
      const whole = Y.encodeStateAsUpdate(aim.copy)
      return whole.subarray(0, whole.byteLength / 2)
    },
  },
}

const aimAt = (server: Y.Doc, chance: number): Aim => {
  const pick = <Value>(list: readonly Value[]): Value | undefined => list[chance % Math.max(1, list.length)]
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(server))
  const id =
    pick([...itemsOf(copy).keys()].filter((each) => textOf(copy, each, 'text'))) ??
    addItem(copy, { kind: 'note', at: [0, 0], text: 'words' })
  const [item, text] = [itemsOf(copy).get(id), textOf(copy, id, 'text')]
  if (!item || !text) throw new Error('nothing to aim at')
  return { server, copy, item, text, pick }
}

const codeOf = (verdict: Verdict): number | string =>
  verdict.type === 'gap' ? 4422 : verdict.type === 'refused' ? verdict.code : verdict.type

test('each attack on any honest board is refused, and changes nothing', () => {
  vi.spyOn(console, 'log').mockReturnValue(undefined)
  fc.assert(
    fc.property(fc.array(act, { minLength: 5, maxLength: 120 }), fc.nat(1_000), (acts, chance) => {
      const { server } = liveThrough(acts)
      const before = Y.encodeStateAsUpdate(server.doc)
      const said = Object.entries(attacks).map(([name, { make, judging }]) => {
        const aim = aimAt(server.doc, chance)
        const update =
          aim.copy.transact(() => make(aim)) ??
          Y.encodeStateAsUpdate(aim.copy, Y.encodeStateVector(server.doc))
        const verdict = judge(server.doc, NAME, update, {
          ...ANYBODY,
          isMine: (client) => server.allows(client, 'foe'),
          isRetired: (client) => client === RETIRED,
          ...judging,
        })
        return [name, codeOf(verdict)]
      })
      expect(said).toEqual(Object.entries(attacks).map(([name, { code }]) => [name, code]))
      expect(Y.encodeStateAsUpdate(server.doc)).toEqual(before)
      expect([server.doc.store.pendingStructs, server.doc.store.pendingDs]).toEqual([null, null])
    }),
    { numRuns: 40 },
  )
}, 60_000)

describe('on the wire', () => {
  let harness: Harness
  let honest: MuxClient
  let doc: Y.Doc
  let all: readonly FaultAttack[]
  beforeAll(async () => {
    const [acts = []] = fc.sample(fc.array(act, { minLength: 100, maxLength: 100 }), { numRuns: 1, seed: 5 })
    const board = liveThrough(acts).server.doc
    // Made before anybody is there: it takes so long that a server in this process would think them gone.
    const [client = 0] = board.store.clients.keys()
    all = makeAttacks({ client, clock: Y.getState(board.store, client), boards: [] })
    harness = await startHarness()
    honest = await openMux({ url: harness.url, workshop: WORKSHOP }, harness.add().token)
    honest.open(BOARD_DOC)
    honest.stepTwo(BOARD_DOC, Y.encodeStateAsUpdate(board))
    await until('it is stored', () => honest.acked(BOARD_DOC) === 1)
    doc = (await harness.sync.open(WORKSHOP, BOARD_DOC)).doc
  }, 60_000)
  afterAll(() => harness.close())

  const deal = (socket: WebSocket, blow: Blow): void => {
    if (blow.type === 'binary' || blow.type === 'text')
      socket.send(blow.data, { binary: blow.type === 'binary' })
    else if (blow.type === 'fragments')
      for (let piece = 0; piece < blow.count; piece++)
        socket.send(Uint8Array.of(0), { binary: true, fin: piece === blow.count - 1 })
  }

  /** What is not always refused: it is honest in its form, or may be by chance. */
  const FAIR =
    /random|mutated|presence|step 1|state vectors|copies|copy|same update|new items|here and there|asking|step deleted|all deleted|boards/
  /** Of ours, or the library's for what is no WebSocket message. */
  const isRefusal = (code: number): boolean =>
    (code >= 4400 && code < 4500) || (code > 1000 && code < 1011 && code !== 1006)
  /** Past the library: see the faults' own run. */
  const RAW = /broken|200 MB|pings|pongs/

  test('each blow of the faults leaves the board as it is, and breaks nothing', async () => {
    const isFair = ({ name }: { readonly name: string }): boolean => FAIR.test(name)
    const dealt = all.filter(({ name }) => !RAW.test(name))
    // The fair ones last: something may come of them.
    for (const attack of [...dealt.filter((each) => !isFair(each)), ...dealt.filter(isFair)]) {
      const before = Y.encodeStateAsUpdate(doc)
      const mux = await openMux({ url: harness.url, workshop: WORKSHOP }, harness.add().token)
      mux.open(BOARD_DOC)
      await until('open', () => mux.messages.some(({ type }) => type === 'step2'))
      mux.stepTwo(BOARD_DOC, Uint8Array.of(0, 0))
      deal(mux.socket, attack.blow(BOARD_DOC, 0))
      if (!isFair(attack)) {
        const code = (): number | null => mux.code() ?? mux.closed(BOARD_DOC)
        await until(`${attack.name} is refused`, () => code() !== null)
        expect([attack.name, code()]).toEqual([attack.name, expect.toSatisfy(isRefusal)])
        expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
      }
      mux.close()
    }
    await until('all others have gone', () => harness.sync.here(WORKSHOP).size === 1)
    expect([honest.code(), honest.closed(BOARD_DOC)]).toEqual([null, null])
    expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
    expect(harness.lines.filter(({ level }) => level === 'error')).toEqual([])
  }, 60_000)
})
