// @vitest-environment happy-dom
import { act } from 'react'
import { beforeEach, expect, test } from 'vitest'
import { JoinForm } from '../../../client/app/JoinForm.tsx'
import { Notices } from '../../../client/ui/Notices.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import { pageOfEachTest } from '../page.ts'

const page = pageOfEachTest()

// A page here has no editing commands, so what was typed for somebody is set.
beforeEach(() => void (document.execCommand = () => false))

/** The field for a name at the door, and what a person pastes into it. */
const pasteName = async (words: string): Promise<HTMLInputElement> => {
  await page.render(
    <WordsProvider>
      <Notices>
        <JoinForm title="A front door" onJoin={async () => undefined} />
      </Notices>
    </WordsProvider>,
  )
  const field = page.host?.querySelector('input')
  if (!field) throw new Error('there is no field')
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/plain', words)
  field.focus()
  await act(async () => {
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  return field
}
const said = () => page.host?.querySelector('[role=status]')?.textContent

test('at the door, what is pasted and does not fit is told, not cut in silence', async () => {
  const field = await pasteName(`Amina ${'and friends '.repeat(10)}`)
  expect(field.value).toBe(`Amina ${'and friends '.repeat(4)}and `)
  expect(said()).toBe('67 characters did not fit here.')
})

test('at the door, what fits is left to the browser', async () => {
  const field = await pasteName('Amina')
  expect(field.value).toBe('')
  expect(said()).toBe('')
})

test('at the door, of what fits but for the spaces around it nothing is cut, and nothing is told', async () => {
  const name = `Amina ${'and friend '.repeat(5)}`.trim()
  const field = await pasteName(`  ${name}\n`)
  expect(field.value).toBe(name)
  expect(said()).toBe('')
})

test('at the door, of a name without spaces that is too long, as much as fits goes in', async () => {
  const field = await pasteName('点字ブロックのある道'.repeat(7))
  expect(field.value).toBe('点字ブロックのある道'.repeat(6))
  expect(said()).toBe('10 characters did not fit here.')
})
