import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFollowable, createFollowing, type WhyOver } from '../../../client/model/following.ts'
import { createStore } from '../../../client/model/store.ts'
import type { Peer } from '../../../client/model/types.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const peer = (person: string, cursor: Peer['cursor'] = null, client = 1): Peer => ({ client, person, cursor })

/** I follow Joe, who points at the board. */
const followsJoe = () => {
  const peers = createStore<readonly Peer[]>([peer('joe', [0, 0])])
  const connected = createStore(true)
  const over: WhyOver[] = []
  const following = createFollowing({ peers, isOnline: connected.get, onOver: (why) => over.push(why) })
  following.start('joe')
  return { peers, connected, over, following, followed: following.followed.get }
}

test('a pointer that is back within a moment was never missed', () => {
  const { peers, over, followed } = followsJoe()
  const before = followed()
  peers.set([peer('joe')])
  vi.advanceTimersByTime(1_500)
  peers.set([])
  vi.advanceTimersByTime(1_500)
  peers.set([peer('joe', [9, 9], 2)])
  vi.advanceTimersByTime(60_000)
  expect(followed()).toBe(before)
  expect(over).toEqual([])
})

test('whoever connects again within some seconds is still followed; whoever does not has left', () => {
  const { peers, over, followed } = followsJoe()
  peers.set([])
  vi.advanceTimersByTime(5_000)
  expect(followed()).toEqual({ person: 'joe', pointing: false })
  peers.set([peer('joe', [5, 5], 2)])
  expect(followed()).toEqual({ person: 'joe', pointing: true })
  peers.set([peer('amina', [5, 5], 3)])
  vi.advanceTimersByTime(7_999)
  expect(followed()).not.toBeNull()
  vi.advanceTimersByTime(1)
  expect(followed()).toBeNull()
  expect(over).toEqual(['left'])
})

test('whoever is there and points at nothing is waited for longer', () => {
  const { peers, over, followed } = followsJoe()
  peers.set([peer('joe')])
  vi.advanceTimersByTime(29_999)
  expect(followed()).toEqual({ person: 'joe', pointing: false })
  vi.advanceTimersByTime(1)
  expect(followed()).toBeNull()
  expect(over).toEqual(['away'])
})

test('without a connection it is not they who left', () => {
  const { peers, connected, over } = followsJoe()
  connected.set(false)
  peers.set([])
  vi.advanceTimersByTime(8_000)
  expect(over).toEqual(['offline'])
})

test('what I end myself is over at once, and nothing is said of it later', () => {
  const { peers, over, following, followed } = followsJoe()
  peers.set([])
  following.stop()
  expect(followed()).toBeNull()
  vi.advanceTimersByTime(60_000)
  expect(over).toEqual([])
})

test('one person is followed at a time, and waiting for one ends with them', () => {
  const { peers, over, following, followed } = followsJoe()
  peers.set([peer('amina', [1, 1], 3)])
  following.start('amina')
  vi.advanceTimersByTime(60_000)
  expect(followed()).toEqual({ person: 'amina', pointing: true })
  expect(over).toEqual([])
})

test('I could follow everybody else who has pointed, also while their pointer is elsewhere', () => {
  const peers = createStore<readonly Peer[]>([peer('me', [0, 0]), peer('list'), peer('joe', [1, 1])])
  const followable = createFollowable(peers, 'me')
  expect([...followable.get()]).toEqual(['joe'])
  const before = followable.get()
  peers.set([peer('joe'), peer('list')])
  expect(followable.get()).toBe(before)
  peers.set([peer('list', [2, 2])])
  expect([...followable.get()]).toEqual(['joe', 'list'])
})
