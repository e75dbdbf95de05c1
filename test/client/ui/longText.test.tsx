// @vitest-environment happy-dom
import { act } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { LongText } from '../../../client/ui/LongText.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import { pageOfEachTest } from '../page.ts'

const page = pageOfEachTest()
/** As the browser would say: how high the words are, and how high the lines that are shown. */
const heights = { words: 0, shown: 0 }
let resized: () => void = () => undefined

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockImplementation(() => heights.words)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockImplementation(() => heights.shown)
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(told: () => void) {
        resized = told
      }
      observe() {
        resized()
      }
      disconnect() {
        resized = () => undefined
      }
    },
  )
  return () => vi.restoreAllMocks()
})

const show = (words: number, shown: number) => {
  Object.assign(heights, { words, shown })
  return page.render(
    <WordsProvider>
      <LongText text="what somebody wrote" />
    </WordsProvider>,
  )
}
const button = () => page.host?.querySelector('button')
const press = () => act(async () => button()?.click())

test('what is shown whole has nothing to press', async () => {
  await show(140, 140)
  expect(page.host?.textContent).toBe('what somebody wrote')
  expect(button()).toBeNull()
})

test('what is cut is there for a screen reader, and for all by a press, and back', async () => {
  await show(900, 140)
  expect(page.host?.querySelector('p')?.textContent).toBe('what somebody wrote')
  expect([button()?.textContent, button()?.getAttribute('aria-expanded')]).toEqual(['Read all', 'false'])
  expect(document.getElementById(button()?.getAttribute('aria-controls') ?? '')).toBe(
    page.host?.querySelector('p'),
  )
  await press()
  expect([button()?.textContent, button()?.getAttribute('aria-expanded')]).toEqual(['Show less', 'true'])
  await press()
  expect(button()?.textContent).toBe('Read all')
})

test('where the page gets wider and all of it fits, there is nothing to press any more', async () => {
  await show(900, 140)
  heights.words = 140
  await act(async () => resized())
  expect(button()).toBeNull()
})
