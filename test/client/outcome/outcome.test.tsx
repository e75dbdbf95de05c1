// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Refusal } from '../../../shared/errors.ts'
import { createTranslate } from '../../../shared/i18n/translate.ts'
import { addRow, readPlan, setRow } from '../../../shared/plan.ts'
import { SessionProvider } from '../../../client/model/react.tsx'
import type { WorkshopApi } from '../../../client/model/types.ts'
import { OutcomeScreen } from '../../../client/panels/outcome/OutcomeScreen.tsx'
import { Notices } from '../../../client/ui/Notices.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import { createFake, type Fake } from './fakeSession.ts'
import { pageOfEachTest } from '../page.ts'

const page = pageOfEachTest()
afterEach(() => sessionStorage.clear())
const t = createTranslate('en')

const show = (fake: Fake) =>
  page.render(
    <WordsProvider>
      <Notices>
        <SessionProvider session={fake.session}>
          <OutcomeScreen />
        </SessionProvider>
      </Notices>
    </WordsProvider>,
  )

const named = (name: string | RegExp, within: ParentNode = document): HTMLElement => {
  const found = [...within.querySelectorAll<HTMLElement>('button, a, textarea, input, [role=tab]')].find(
    (element) => {
      const said = element.getAttribute('aria-label') ?? element.textContent
      return typeof name === 'string' ? said === name : name.test(said)
    },
  )
  if (!found) throw new Error(`nothing is called ${String(name)}`)
  return found
}
const press = (element: HTMLElement) => act(async () => element.click())
const key = (element: HTMLElement, name: string) =>
  act(async () =>
    element.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })),
  )
const write = (element: HTMLElement, value: string) =>
  act(async () => {
    // React hears of a value only through the element's own setter.
    const owner = element instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement
    Object.getOwnPropertyDescriptor(owner.prototype, 'value')?.set?.call(element, value)
    element.dispatchEvent(new Event('input', { bubbles: true }))
  })
const action = (fake: Fake) => {
  const [first] = readPlan(fake.plan).actions
  if (!first) throw new Error('the plan has no action')
  return first
}
const table = (): HTMLElement => {
  const found = document.querySelector('table')
  if (!found) throw new Error('there is no table')
  return found
}

describe('the table', () => {
  test('says what was voted, where it came from, and who leads', async () => {
    await show(createFake())
    const text = table().textContent
    expect(text).toContain('Ask first')
    expect(text).toContain('9 points')
    expect(text).toContain('1st place')
    expect(text).toContain('To be agreed')
    expect(named('Open on the board: Ask first').getAttribute('href')).toContain('/board/')
  })

  test('is edited where it stands: Enter keeps, and the boards’ words stay underneath', async () => {
    const fake = createFake()
    await show(fake)
    await press(named(/^Action: Ask first/))
    await write(named('Action'), 'Ask people first')
    await key(named('Action'), 'Enter')
    expect(action(fake)).toMatchObject({ action: 'Ask people first', changed: [] })
  })

  test('Escape leaves it as it was', async () => {
    const fake = createFake()
    await show(fake)
    await press(named(/^Action: Ask first/))
    await write(named('Action'), 'Something else')
    await key(named('Action'), 'Escape')
    expect(action(fake).action).toBe('Ask first')
    expect(document.querySelector('textarea')).toBeNull()
  })

  test('what others write meanwhile stays out of the field, and both versions are shown', async () => {
    const fake = createFake()
    await show(fake)
    await press(named(/^Action: Ask first/))
    await write(named('Action'), 'Mine')
    await act(async () => setRow(fake.plan, 'actions', fake.actionId, { action: 'Theirs' }))
    const field = named('Action')
    expect(field instanceof HTMLTextAreaElement && field.value).toBe('Mine')
    await key(field, 'Enter')
    expect(action(fake).action).toBe('Theirs')
    expect(document.querySelector('[role=alert]')?.textContent).toContain('Theirs')
    await press(named('Use mine'))
    expect(action(fake).action).toBe('Mine')
  })

  test('what is being written is saved when the screen goes, in whatever way', async () => {
    const fake = createFake()
    await show(fake)
    await press(named(/^Action: Ask first/))
    await write(named('Action'), 'Ask people first')
    await page.render(null)
    expect(action(fake).action).toBe('Ask people first')
  })

  test('what is being written is saved before the page goes, and Escape still takes it back', async () => {
    const fake = createFake()
    await show(fake)
    await press(named(/^Action: Ask first/))
    await write(named('Action'), 'Ask people first')
    await act(async () => window.dispatchEvent(new Event('beforeunload')))
    expect(action(fake).action).toBe('Ask people first')
    await write(named('Action'), 'Ask people')
    await key(named('Action'), 'Escape')
    expect(action(fake).action).toBe('Ask first')
    expect(sessionStorage.length).toBe(0)
  })

  test('what a page took with it is saved by the next, unless others changed it: then the writer chooses', async () => {
    const kept = (fake: Fake) =>
      sessionStorage.setItem(
        `kiteboard.draft.${fake.session.workshop}.plan.${fake.actionId}.action`,
        JSON.stringify({ base: 'Ask first', draft: 'Mine' }),
      )
    const fake = createFake()
    kept(fake)
    await show(fake)
    expect(action(fake).action).toBe('Mine')
    await page.render(null)
    kept(fake)
    setRow(fake.plan, 'actions', fake.actionId, { action: 'Theirs' })
    await show(fake)
    expect(action(fake).action).toBe('Theirs')
    await press(named('Use mine'))
    expect(action(fake).action).toBe('Mine')
    expect(sessionStorage.length).toBe(0)
  })

  test('what is begun of a new action is there again after it was closed, until it is added', async () => {
    const fake = createFake()
    await show(fake)
    const begin = () => press(named('Add an action'))
    const field = () => document.querySelector<HTMLInputElement>('form input')
    await begin()
    await write(field() ?? document.body, 'Ring everyone')
    await press(named('Close'))
    await begin()
    expect(field()?.value).toBe('Ring everyone')
    await press(named('Add it'))
    await begin()
    expect(field()?.value).toBe('')
  })

  test('an offer to lead takes one tap, and can be undone', async () => {
    const fake = createFake()
    await show(fake)
    await press(named('Offer to lead “Ask first”'))
    expect(action(fake).lead).toBe('Amina')
    const notice = document.querySelector('[data-react-aria-top-layer]')
    await press(named('Undo', notice ?? document))
    expect(action(fake).lead).toBe('')
  })
})

describe('what the boards say since', () => {
  test('is shown, and can be taken', async () => {
    const fake = createFake()
    setRow(fake.plan, 'actions', fake.actionId, { action: 'Ours' })
    fake.derive('Ask, then listen')
    await show(fake)
    await press(named('The board has changed'))
    expect(document.body.textContent).toContain('The board now says “Ask, then listen”.')
    await press(named('Use that'))
    expect(action(fake)).toMatchObject({ action: 'Ask, then listen', changed: [] })
  })

  test('can be set aside, and the mark goes', async () => {
    const fake = createFake()
    setRow(fake.plan, 'actions', fake.actionId, { action: 'Ours' })
    fake.derive('Ask, then listen')
    await show(fake)
    await press(named('The board has changed'))
    await press(named('Keep ours'))
    expect(action(fake)).toMatchObject({ action: 'Ours', changed: [] })
  })
})

describe('deleting', () => {
  test('says so and offers the way back', async () => {
    const fake = createFake()
    await show(fake)
    await press(named('See all of “Ask first”'))
    await press(named('Delete this action'))
    expect(readPlan(fake.plan).actions).toEqual([])
    const notice = document.querySelector('[data-react-aria-top-layer]')
    expect(notice?.textContent).toContain('Action deleted.')
    await press(named('Undo', notice ?? document))
    expect(action(fake).action).toBe('Ask first')
  })
})

test('who may only read is told so, and finds nothing to change', async () => {
  await show(createFake({ role: 'participant', writable: false }))
  expect(document.body.textContent).toContain('You can read the workplan here.')
  expect(() => named(/^Offer to lead/)).toThrow()
  expect(() => named('Add an action')).toThrow()
})

test('a facilitator can have the plan made again from the boards', async () => {
  const fake = createFake()
  await show(fake)
  await press(named('Bring in changes from the boards'))
  expect(fake.commands).toEqual([{ type: 'plan.derive' }])
})

test('without a closed round it says what is needed, and leads there', async () => {
  const fake = createFake()
  fake.plan.getMap('actions').clear()
  fake.stage.set({ ...fake.stage.get(), rounds: [] })
  await show(fake)
  expect(document.body.textContent).toContain('The workplan is made from a vote.')
  expect(named('Go to voting').getAttribute('href')).toContain('/vote')
})

test('the exports are plain links', async () => {
  await show(createFake())
  await press(named('Take it away'))
  const links = [...document.querySelectorAll('a[download]')].map((link) => link.getAttribute('href'))
  expect(links).toEqual(
    [
      'workplan.docx',
      'workplan.xlsx',
      'meetings.ics',
      'workplan.csv',
      'workplan.md',
      'workplan.json',
      'board.json',
    ].map((name) => `/exports/${name}`),
  )
})

describe('what is taken away', () => {
  /** What the browser was told to save, and what it may no longer read. */
  const watchSaves = () => {
    vi.useFakeTimers()
    const saved: [name: string, content: unknown][] = []
    const held = new Map<string, unknown>()
    vi.spyOn(URL, 'createObjectURL').mockImplementation((content) => {
      held.set('blob:1', content)
      return 'blob:1'
    })
    vi.spyOn(URL, 'revokeObjectURL').mockImplementation((address) => void held.delete(address))
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      if (this.isConnected) this.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
      else saved.push([this.download, held.get(this.href)])
    })
    return { saved, held }
  }
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })
  const answering = (askExport: WorkshopApi['askExport']): Fake => {
    const fake = createFake()
    return { ...fake, session: { ...fake.session, api: { ...fake.session.api, askExport } } }
  }
  const takeWord = async (askExport: WorkshopApi['askExport']) => {
    await show(answering(askExport))
    await press(named('Take it away'))
    await press(named(/^Word document/))
  }
  const headers = { 'content-disposition': 'attachment; filename="a-door-workplan.docx"' }

  test('is saved once it is whole, under the name that the server gave it, and let go', async () => {
    const { saved, held } = watchSaves()
    await takeWord(() => Promise.resolve(new Response('a plan', { headers })))
    await vi.waitFor(() => expect(saved).toEqual([['a-door-workplan.docx', expect.any(Blob)]]))
    expect(held.size).toBe(1)
    vi.runAllTimers()
    expect(held.size).toBe(0)
  })

  test('is said to be made while it is, and is asked for once', async () => {
    const { saved } = watchSaves()
    let answer: (file: Response) => void = () => undefined
    const asked = vi.fn(() => new Promise<Response>((resolve) => (answer = resolve)))
    await takeWord(asked)
    expect(named(/^Word document/).textContent).toContain('Making the file…')
    await press(named(/^Word document/))
    expect(asked).toHaveBeenCalledOnce()
    await act(async () => answer(new Response('a plan', { headers })))
    await vi.waitFor(() => expect(saved).toHaveLength(1))
    expect(named(/^Word document/).textContent).toContain('To read, print')
  })

  test('is not saved where it was refused, and the refusal is told', async () => {
    const { saved } = watchSaves()
    await takeWord(() => Promise.reject(new Refusal('too-fast', 'One moment, please.')))
    expect(document.body.textContent).toContain('One moment, please.')
    expect(saved).toEqual([])
  })

  test('is not saved where a network answered in the place of the server', async () => {
    const { saved } = watchSaves()
    await takeWord(() => Promise.resolve(new Response('<h1>Log in to this network</h1>')))
    expect(document.body.textContent).toContain(t('ui.failed'))
    expect(saved).toEqual([])
  })

  test('is not saved where it breaks off', async () => {
    const { saved } = watchSaves()
    const broken = new ReadableStream({
      start(half) {
        half.enqueue(new TextEncoder().encode('a pl'))
        half.error(new TypeError('the line broke'))
      },
    })
    await takeWord(() => Promise.resolve(new Response(broken, { headers })))
    await vi.waitFor(() => expect(document.body.textContent).toContain(t('ui.offline')))
    expect(saved).toEqual([])
  })
})

test('a calendar of no dates says so where it is offered, and no longer once there is one', async () => {
  const fake = createFake()
  await show(fake)
  await press(named('Take it away'))
  const calendar = () => named(/^Calendar dates/).textContent
  expect(calendar()).toContain('no dates yet')
  await act(async () => void addRow(fake.plan, 'meetings', { date: '2027-01-12' }))
  expect(calendar()).toContain('Meetings and reports')
})
