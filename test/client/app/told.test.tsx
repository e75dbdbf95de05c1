// @vitest-environment happy-dom
import { act } from 'react'
import { expect, test } from 'vitest'
import { useAsked } from '../../../client/app/useAsked.ts'
import { useRounds } from '../../../client/app/useRounds.ts'
import { useSaving } from '../../../client/app/useSaving.ts'
import { useWriting } from '../../../client/app/useWriting.ts'
import type { View } from '../../../client/app/routes.ts'
import { createMemory } from '../../../client/model/memory.ts'
import { SessionProvider } from '../../../client/model/react.tsx'
import { createStore } from '../../../client/model/store.ts'
import type { SyncStatus } from '../../../client/model/types.ts'
import { useAsk } from '../../../client/panels/useAsk.ts'
import { Notices } from '../../../client/ui/Notices.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import { Refusal } from '../../../shared/errors.ts'
import { createTranslate } from '../../../shared/i18n/translate.ts'
import type { StageRound } from '../../../shared/stage.ts'
import { createFake } from '../outcome/fakeSession.ts'
import { FakeStorage } from '../model/device.ts'
import { pageOfEachTest } from '../page.ts'

const t = createTranslate('en')
const page = pageOfEachTest()
const told = (): string => page.host?.textContent ?? ''

const status: SyncStatus = { state: 'online', waiting: 0, back: false, trouble: null, closed: null }

/** What listens, within a workshop whose server is in the test's hands. */
const enter = async () => {
  const fake = createFake()
  const statuses = createStore(status)
  let ask: ReturnType<typeof useAsk>['ask'] = () => Promise.resolve(false)
  const nowhere = (): void => undefined
  const Listening = ({ view }: { readonly view: View }) => {
    useSaving()
    useRounds(null)
    useWriting({ view, panel: null, onWrite: nowhere, onShared: nowhere })
    ask = useAsk().ask
    return null
  }
  const session = { ...fake.session, status: statuses }
  const show = (view: View | null) =>
    page.render(
      <WordsProvider>
        <Notices>
          <SessionProvider session={session}>{view ? <Listening view={view} /> : null}</SessionProvider>
        </Notices>
      </WordsProvider>,
    )
  await show('vote')
  return {
    fails: () => act(() => ask(() => Promise.reject(new Refusal('storage-failed', t('ui.offline'))))),
    succeeds: () => act(() => ask(() => Promise.resolve())),
    sees: show,
    leaves: () => show(null),
    writes: () =>
      act(() => {
        const held = fake.stage.get()
        const writing = {
          id: 'writing-1',
          board: 'board-1-board-1-board',
          question: '',
          startedAt: 1,
          progress: null,
        }
        fake.stage.set({ ...held, meta: { ...held.meta, writing } })
      }),
    is: (state: SyncStatus['state']) => act(() => statuses.set({ ...status, state })),
    /** The stage holds these rounds now. */
    rounds: (change: (held: readonly StageRound[]) => StageRound[]) =>
      act(() => {
        const held = fake.stage.get()
        fake.stage.set({ ...held, rounds: change(held.rounds) })
      }),
  }
}

const roundOf = (like: StageRound | undefined, id: string, closedAt: number | null): StageRound => {
  if (!like) throw new Error('there is no round')
  return { ...like, id, closedAt, result: closedAt === null ? null : like.result }
}

test('what failed for want of a connection is no longer said once there is one', async () => {
  const { fails, is } = await enter()
  await is('offline')
  await fails()
  expect(told()).toContain(t('ui.offline'))
  await is('online')
  expect(told()).not.toContain(t('ui.offline'))
})

test('what failed is no longer said once it went well', async () => {
  const { fails, succeeds } = await enter()
  await fails()
  expect(told()).toContain(t('ui.offline'))
  await succeeds()
  expect(told()).not.toContain(t('ui.offline'))
})

test('an open vote is told of as long as it is open, also where it never was after older data were put back', async () => {
  const { rounds } = await enter()
  await rounds((held) => [...held, roundOf(held[0], 'round-2-round-2-round', null)])
  expect(told()).toContain(t('say.vote-open'))
  await rounds((held) => held.slice(0, 1))
  expect(told()).not.toContain(t('say.vote-open'))
})

test('a closed vote is told of until another one is open', async () => {
  const { rounds } = await enter()
  await rounds((held) => [...held, roundOf(held[0], 'round-2-round-2-round', null)])
  await rounds((held) => [...held.slice(0, 1), roundOf(held[0], 'round-2-round-2-round', 3)])
  expect(told()).toContain(t('say.vote-closed'))
  expect(told()).not.toContain(t('say.vote-open'))
  await rounds((held) => [...held, roundOf(held[0], 'round-3-round-3-round', null)])
  expect(told()).toContain(t('say.vote-open'))
  expect(told()).not.toContain(t('say.vote-closed'))
  await rounds((held) => held.slice(0, 2))
  expect(told()).not.toContain(t('say.vote-closed'))
})

test('whoever leaves the workshop takes no notice of its votes along', async () => {
  const { rounds, leaves } = await enter()
  await rounds((held) => [...held, roundOf(held[0], 'round-2-round-2-round', null)])
  expect(told()).toContain(t('say.vote-open'))
  await leaves()
  expect(told()).not.toContain(t('say.vote-open'))
})

test('a call to private writing goes once one is where one can write', async () => {
  const { writes, sees } = await enter()
  await writes()
  expect(told()).toContain(t('say.writing.go'))
  await sees('outcome')
  expect(told()).toContain(t('say.writing.go'))
  await sees('list')
  expect(told()).not.toContain(t('say.writing.go'))
})

test('what waits behind a notice that is taken back is shown then', async () => {
  const { rounds, fails, is } = await enter()
  await rounds((held) => [...held, roundOf(held[0], 'round-2-round-2-round', null)])
  await fails()
  expect(told()).toContain(t('say.vote-open'))
  await rounds((held) => held.slice(0, 1))
  expect(told()).toContain(t('ui.offline'))
  await is('offline')
  await is('online')
  expect(told()).not.toContain(t('ui.offline'))
})

test('somebody new on a device is asked what may be kept, whoever was asked there before them', async () => {
  const visit = createMemory(new FakeStorage())
  let now: ReturnType<typeof useAsked> | null = null
  const Asked = ({ person }: { readonly person: string }) => {
    now = useAsked({ visit, workshop: 'workshop-1', person, example: false })
    return <p>{now.asked ? 'was asked' : 'is to be asked'}</p>
  }
  await page.render(<Asked person="anna" />)
  expect(told()).toBe('is to be asked')
  await act(() => now?.done())
  expect(told()).toBe('was asked')
  await page.render(<Asked person="anna-again" />)
  expect(told()).toBe('is to be asked')
  await page.render(<Asked key="anew" person="anna" />)
  expect(told()).toBe('was asked')
  await act(() => now?.askNow())
  expect(told()).toBe('is to be asked')
})
