// @vitest-environment happy-dom
import { act, type ReactNode } from 'react'
import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { memoryBoard, memorySession } from '../../../bench/canvas/handles.ts'
import { SessionProvider } from '../../../client/model/react.tsx'
import { NamelessSheet } from '../../../client/panels/item/NamelessSheet.tsx'
import { BacksProvider, createBacks, type Backs } from '../../../client/ui/back.tsx'
import { Notices } from '../../../client/ui/Notices.tsx'
import { Panel, PanelPage } from '../../../client/ui/Panel.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import { readItem } from '../../../shared/board.ts'
import { addItems } from '../../../shared/boardItems.ts'
import { pageOfEachTest } from '../page.ts'
import { fakeBrowser } from './fakeHistory.ts'

const page = pageOfEachTest()
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => Object.assign(new EventTarget(), { matches: true }))
})

type Act =
  | { readonly does: 'open'; readonly asks: boolean }
  | { readonly does: 'close'; readonly which: number }
  | { readonly does: 'go'; readonly replace: boolean; readonly closes: boolean }
  | { readonly does: 'back' | 'forward' | 'reload' }

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ does: fc.constant('open' as const), asks: fc.boolean() }),
  fc.record({ does: fc.constant('close' as const), which: fc.nat(3) }),
  fc.record({ does: fc.constant('go' as const), replace: fc.boolean(), closes: fc.boolean() }),
  fc.record({ does: fc.constantFrom('back' as const, 'forward' as const, 'reload' as const) }),
)

test('whatever is opened, closed and followed, and when: each thing over a page has its entry, each page one', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(acts, fc.array(fc.boolean(), { maxLength: 4 })), { maxLength: 30 }),
      (doings) => {
        const browser = fakeBrowser('/0')
        let backs = createBacks(browser.load())
        let open: (() => void)[] = []
        /** The pages up to this one. */
        let pages = ['/0']
        const opens = (asks: boolean): void => {
          const shut = (): void => {
            open = open.filter((other) => other !== shut)
            gone()
          }
          // What holds words asks first: something more lies over the page then.
          const gone = backs.open(() => (asks ? opens(false) : shut()))
          open.push(shut)
        }
        const rest = (): void => {
          browser.rest()
          expect(browser.past()).toEqual([
            ...pages.map((url) => ({ url, state: null })),
            ...open.map((_, over) => ({ url: pages.at(-1), state: { over: over + 1 } })),
          ])
        }
        for (const [count, [doing, order]] of doings.entries()) {
          switch (doing.does) {
            case 'open':
              opens(doing.asks)
              break
            case 'close':
              open[doing.which % open.length]?.()
              break
            case 'go': {
              const url = `/${count + 1}`
              pages = [...(doing.replace ? pages.slice(0, -1) : pages), url]
              backs.onPage(() => browser.history[doing.replace ? 'replaceState' : 'pushState'](null, '', url))
              if (doing.closes) for (const shut of [...open]) shut()
              break
            }
            case 'back':
              rest()
              if (!open.length && pages.length > 1) pages = pages.slice(0, -1)
              browser.press('back')
              break
            case 'forward': {
              rest()
              const next = browser.next()
              if (next?.state === null) {
                if (open.length) throw new Error('a page lies after what lies over another')
                pages = [...pages, next.url]
              }
              browser.press('forward')
              break
            }
            case 'reload':
              rest()
              open = []
              backs = createBacks(browser.load())
              break
            default:
              doing satisfies never
          }
          for (const timersFirst of order) browser.step(timersFirst)
        }
        rest()
      },
    ),
    { numRuns: 500 },
  ))

test('a reload with a sheet open leaves nothing that Back would have to take away first', () => {
  const browser = fakeBrowser('/before')
  browser.history.pushState(null, '', '/list')
  createBacks(browser.load()).open(() => undefined)
  browser.rest()
  createBacks(browser.load())
  browser.rest()
  browser.press('back')
  browser.rest()
  expect(browser.here().url).toBe('/before')
})

test('a link followed just after a sheet was closed leads where it should', () => {
  const browser = fakeBrowser('/list')
  const backs = createBacks(browser.load())
  const close = backs.open(() => undefined)
  browser.rest()
  close()
  // The entry is on its way out, and not gone yet.
  browser.step(true)
  backs.onPage(() => browser.history.pushState(null, '', '/people'))
  browser.rest()
  expect(browser.here().url).toBe('/people')
})

/** Shows something on a phone. @returns what a press on Back does there */
const shows = async (shown: ReactNode): Promise<() => Promise<void>> => {
  const browser = fakeBrowser('/list')
  const backs: Backs = createBacks(browser.load())
  await page.render(
    <WordsProvider>
      <Notices>
        <BacksProvider backs={backs}>{shown}</BacksProvider>
      </Notices>
    </WordsProvider>,
  )
  browser.rest()
  return () =>
    act(async () => {
      browser.press('back')
      browser.rest()
    })
}

test('on a phone, Back closes a panel as its own Back does; a panel that is the page itself is left like any page', async () => {
  const onClose = vi.fn()
  const panel = (
    <Panel title="People" onClose={onClose}>
      Fern
    </Panel>
  )
  const back = await shows(panel)
  await back()
  expect(onClose).toHaveBeenCalledTimes(1)
  const leave = await shows(<PanelPage>{panel}</PanelPage>)
  await leave()
  expect(onClose).toHaveBeenCalledTimes(1)
})

test('on a phone, Back asks before it throws away words that nobody has yet', async () => {
  const board = memoryBoard(new Y.Doc())
  const [id = ''] = addItems(board.doc, [{ kind: 'note', at: [0, 0], text: 'A bench' }])
  const item = readItem(board.doc, id)
  if (item?.kind !== 'note') throw new Error('there is no note')
  const onClose = vi.fn()
  const back = await shows(
    <SessionProvider session={memorySession(board, new Y.Doc())}>
      <NamelessSheet {...{ board, item, onClose }} writable remove={null} />
    </SessionProvider>,
  )
  const words = document.querySelector('textarea')
  await act(async () => {
    if (!words) throw new Error('there is no field')
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(
      words,
      'A bench in the sun',
    )
    words.dispatchEvent(new Event('input', { bubbles: true }))
  })
  await back()
  expect(onClose).not.toHaveBeenCalled()
  expect(words?.value).toBe('A bench in the sun')
  const question = [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].at(-1)?.textContent
  expect(question).toContain('Throw your change away?')
})
