// @vitest-environment happy-dom
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { memoryBoard, memorySession } from '../../../bench/canvas/handles.ts'
import { loadAll } from '../../../client/app/loadAll.ts'
import { useAhead } from '../../../client/app/useAhead.ts'
import { SessionProvider } from '../../../client/model/react.tsx'
import { createStore } from '../../../client/model/store.ts'
import type { SyncStatus } from '../../../client/model/types.ts'

const { parts } = vi.hoisted(() => ({ parts: [vi.fn<() => Promise<unknown>>()] }))
vi.mock('../../../client/app/lazies.ts', () => ({ parts }))

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const Ahead = () => {
  useAhead()
  return null
}

test('parts are loaded once the page rests and there is a connection; what fails is tried again', async () => {
  const [part] = parts
  part?.mockRejectedValueOnce(new Error('no network')).mockResolvedValue({})
  const status = createStore<SyncStatus>({
    state: 'connecting',
    waiting: 0,
    back: false,
    trouble: null,
    closed: null,
  })
  const session = { ...memorySession(memoryBoard(new Y.Doc()), new Y.Doc()), status }
  const root = createRoot(document.createElement('div'))
  await act(async () =>
    root.render(
      <SessionProvider session={session}>
        <Ahead />
      </SessionProvider>,
    ),
  )
  const rests = () => act(() => vi.advanceTimersByTimeAsync(10_000))
  await rests()
  expect(part).not.toHaveBeenCalled()
  status.set({ ...status.get(), state: 'online' })
  expect(part).not.toHaveBeenCalled()
  await rests()
  expect(part).toHaveBeenCalledTimes(1)
  for (const _turn of ['fails no more', 'is done']) {
    window.dispatchEvent(new Event('pointerdown'))
    await rests()
    expect(part).toHaveBeenCalledTimes(2)
  }
  await act(async () => root.unmount())
})

test('one part at a time, and none after one that fails', async () => {
  const seen: string[] = []
  const part =
    (name: string, fails = false) =>
    async () => {
      seen.push(`${name} begins`)
      await Promise.resolve()
      seen.push(`${name} ends`)
      if (fails) throw new Error('no network')
    }
  expect(await loadAll([part('one'), part('two')])).toBe(true)
  expect(await loadAll([part('three', true), part('four')])).toBe(false)
  expect(seen).toEqual(['one', 'two', 'three'].flatMap((name) => [`${name} begins`, `${name} ends`]))
})
