// @vitest-environment happy-dom
import { act } from 'react'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { memoryBoard, memorySession } from '../../../bench/canvas/handles.ts'
import { MyWorkshops } from '../../../client/app/MyWorkshops.tsx'
import { TakeOff } from '../../../client/app/TakeOff.tsx'
import { createMemory } from '../../../client/model/memory.ts'
import { Notices } from '../../../client/ui/Notices.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import { FakeStorage } from '../model/device.ts'
import { pageOfEachTest } from '../page.ts'

const page = pageOfEachTest()

const press = (name: string): Promise<void> =>
  act(async () => {
    const all = [...document.querySelectorAll<HTMLElement>('button')]
    const found = all.find((each) => (each.getAttribute('aria-label') ?? each.textContent) === name)
    if (!found) throw new Error(`no button “${name}”`)
    found.click()
  })

/** A device on which a workshop was started, and something was written that is not sent. */
const device = () => {
  const storage = new FakeStorage()
  const memory = createMemory(storage)
  const info = memorySession(memoryBoard(new Y.Doc()), new Y.Doc()).info.get()
  memory.keepInfo({ ...info, title: 'A front door', role: 'facilitator' })
  memory.keepLinks(info.id, { facilitator: 'https://k/f', participant: 'https://k/p', viewer: 'https://k/v' })
  memory.keepWaiting(info.id, 'board:1', 40)
  return { storage, memory }
}

test('a press on the list takes nothing off it yet', async () => {
  const { storage, memory } = device()
  await page.render(
    <WordsProvider>
      <MyWorkshops storage={storage} />
    </WordsProvider>,
  )
  await press('Take off this list: A front door')
  expect(memory.workshops()).toHaveLength(1)
})

test('the question tells what is not sent, and gives a facilitator their only link', async () => {
  const { memory } = device()
  const [known] = memory.workshops()
  if (!known) throw new Error('the device knows no workshop')
  const [onYes, onNo] = [vi.fn(), vi.fn()]
  await page.render(
    <WordsProvider>
      <Notices>
        <TakeOff {...{ known, memory, onYes, onNo }} />
      </Notices>
    </WordsProvider>,
  )
  const dialog = document.querySelector('[role=dialog]')
  expect(dialog?.textContent).toContain('Some of what you wrote is not sent yet.')
  expect(dialog?.textContent).toContain('Without it you can’t lead this workshop again.')
  expect(dialog?.querySelector('input')?.value).toBe('https://k/f')
  await press('Cancel')
  expect([onYes, onNo].map(({ mock }) => mock.calls.length)).toEqual([0, 1])
  await press('Take it off')
  expect(onYes).toHaveBeenCalledOnce()
})
