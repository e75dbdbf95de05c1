import { expect, test } from 'vitest'
import { toScreen } from '../../client/canvas/camera.ts'
import { createFollower, pointerOf } from '../../client/canvas/follower.ts'
import { createCanvasState } from '../../client/canvas/state.ts'
import { createStore } from '../../client/model/store.ts'
import type { Peer } from '../../client/model/types.ts'
import type { Point } from '../../shared/geometry.ts'

const peer = (cursor: Peer['cursor'], client = 1, person = 'joe'): Peer => ({ client, person, cursor })

/** A canvas of 1000 × 600 whose frames and clock the test lets go by. */
const following = ({ calm = false } = {}) => {
  const state = createCanvasState()
  const peers = createStore<readonly Peer[]>([])
  let time = 0
  let letGo = 0
  let opened = 0
  const due = new Set<{ readonly at: number; readonly work: () => void }>()
  const wait = (work: () => void, ms: number) => {
    const one = { at: time + ms, work }
    due.add(one)
    return () => void due.delete(one)
  }
  const follower = createFollower({
    state,
    peers,
    outlook: {
      insets: () => ({ top: 0, right: 0, bottom: 0, left: 0 }),
      open: () => {
        if (opened++ === 0) state.change({ camera: { x: 40, y: 40, zoom: 1 } })
      },
      begun: () => undefined,
    },
    surroundings: () => ({ calm, letGo: () => letGo++ }),
    now: () => time,
    nextFrame: (work) => wait(work, 16),
    later: wait,
  })
  const passes = (ms: number): void => {
    const end = time + ms
    for (;;) {
      const [next] = [...due].sort((a, b) => a.at - b.at)
      if (!next || next.at > end) break
      due.delete(next)
      time = next.at
      next.work()
    }
    time = end
  }
  const joePointsAt = (at: Point): void => peers.set([peer(at)])
  const seenAt = (at: Point): Point => toScreen(state.get().camera, at)
  return { state, peers, follower, passes, joePointsAt, seenAt, letGo: () => letGo, waits: () => due.size }
}

const ready = (how: { readonly calm?: boolean } = {}) => {
  const canvas = following(how)
  canvas.state.change({ viewport: [1000, 600] })
  canvas.joePointsAt([500, 300])
  canvas.follower.follow('joe')
  return canvas
}

test('the view goes with a pointer, and that is no hand of mine', () => {
  const { follower, passes, joePointsAt, seenAt, letGo, waits } = ready()
  for (let x = 500; x <= 4_000; x += 50) {
    joePointsAt([x, 300])
    passes(70)
    expect(seenAt([x, 300])[0]).toBeLessThan(1_000)
  }
  passes(2_000)
  expect(seenAt([4_000, 300])[0]).toBeCloseTo(750, 0)
  expect([letGo(), waits(), follower.whom()]).toEqual([0, 0, 'joe'])
})

test.each([
  ['pans', { panning: true }],
  ['moves the view', { camera: { x: 7, y: 7, zoom: 1 } }],
  ['zooms', { camera: { x: 40, y: 40, zoom: 2 } }],
  ['chooses something', { selected: ['a'] }],
  ['drags something', { drag: { ids: new Set(['a']), by: [0, 0] as const } }],
  ['writes', { editing: 'a' }],
  ['takes a tool', { tool: 'note' as const }],
])('whoever %s has the view in their own hands', (_what, change) => {
  const { state, follower, passes, joePointsAt, letGo } = ready()
  state.change(change)
  expect([letGo(), follower.whom()]).toEqual([1, null])
  const { camera } = state.get()
  joePointsAt([9_000, 9_000])
  passes(2_000)
  expect(state.get().camera).toEqual(camera)
})

test('a frame of a new size is no hand of mine either, and the pointer is brought into it', () => {
  const { state, passes, seenAt, letGo } = ready()
  passes(1_000)
  state.change({ viewport: [400, 600], camera: { x: 0, y: 0, zoom: 1 } })
  passes(2_000)
  expect(seenAt([500, 300])[0]).toBeCloseTo(300, 0)
  expect(letGo()).toBe(0)
})

test('a canvas that is not shown yet begins where it would have opened, and then follows', () => {
  const { state, follower, passes, joePointsAt, seenAt, letGo } = following()
  joePointsAt([2_000, 300])
  follower.follow('joe')
  passes(1_000)
  expect(state.get().camera.x).toBe(0)
  state.change({ viewport: [1000, 600] })
  expect(state.get().camera.x).toBe(40)
  passes(2_000)
  expect(seenAt([2_000, 300])[0]).toBeCloseTo(750, 0)
  expect(letGo()).toBe(0)
})

test('while the pointer is away the view stays; once it is back the view goes on', () => {
  const { state, peers, passes, joePointsAt, seenAt } = ready()
  passes(1_000)
  const { camera } = state.get()
  peers.set([peer(null)])
  passes(5_000)
  expect(state.get().camera).toBe(camera)
  joePointsAt([1_400, 300])
  passes(2_000)
  expect(seenAt([1_400, 300])[0]).toBeCloseTo(750, 0)
})

test('in calm mode the view jumps, at most once a second, however they race about', () => {
  const { state, passes, joePointsAt, seenAt } = ready({ calm: true })
  passes(1_000)
  let jumps = 0
  state.subscribe(() => jumps++)
  for (let step = 0; step < 30; step++) {
    joePointsAt([step % 2 ? 5_000 : -5_000, 300])
    passes(100)
  }
  expect(jumps).toBeGreaterThan(0)
  expect(jumps).toBeLessThanOrEqual(4)
  passes(2_000)
  expect(seenAt([5_000, 300])[0]).toBeCloseTo(500, 0)
})

test('of somebody who has the board open twice the pointer counts that moved last', () => {
  const [desk, hall] = [peer([0, 0], 1), peer([900, 0], 2)]
  expect(pointerOf('joe', [desk, hall], [desk, hall], 2)).toBe(hall)
  const moved = peer([10, 0], 1)
  expect(pointerOf('joe', [moved, hall], [desk, hall], 2)).toBe(moved)
  expect(pointerOf('joe', [peer(null, 1), hall], [desk, hall], 1)).toBe(hall)
})

test('nobody is followed to where nothing can lie', () => {
  const lost = peer([1e12, 0])
  expect(pointerOf('joe', [lost], [], null)).toBeNull()
})
