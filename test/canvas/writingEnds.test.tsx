// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useWritingEnds } from '../../client/canvas/useWritingEnds.ts'
import { Notices } from '../../client/ui/Notices.tsx'
import { WordsProvider } from '../../client/ui/words.tsx'
import { pageOfEachTest } from '../client/page.ts'

const page = pageOfEachTest()
const ended = vi.fn()

beforeEach(() => {
  ended.mockReset()
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

const Writer = ({ writable }: { readonly writable: boolean }) => {
  useWritingEnds(writable, ended)
  return null
}
const show = (writable: boolean) =>
  page.render(
    <WordsProvider>
      <Notices>
        <Writer writable={writable} />
      </Notices>
    </WordsProvider>,
  )
const pass = (ms: number) => act(async () => void vi.advanceTimersByTime(ms))
const said = () => page.host?.querySelector('[role=status]')?.textContent

test('who writes while the board begins to rest has a moment to finish, and hears what becomes of the words', async () => {
  await show(true)
  await pass(60_000)
  await show(false)
  await pass(2_000)
  expect([ended.mock.calls.length, said()]).toEqual([0, ''])
  await pass(1_000)
  expect(ended).toHaveBeenCalledOnce()
  expect(said()).toBe('Writing has ended here. What you wrote stays.')
})

test('who may write again within that moment writes on, and hears nothing', async () => {
  await show(false)
  await pass(2_000)
  await show(true)
  await pass(60_000)
  expect([ended.mock.calls.length, said()]).toEqual([0, ''])
})
