// @vitest-environment happy-dom
import { act } from 'react'
import { expect, test, vi } from 'vitest'
import { SessionProvider } from '../../../client/model/react.tsx'
import { createStore } from '../../../client/model/store.ts'
import type { StoredBallot, SyncStatus } from '../../../client/model/types.ts'
import { Ballot } from '../../../client/panels/vote/Ballot.tsx'
import { VoteWords } from '../../../client/panels/vote/voteWords.tsx'
import { Notices } from '../../../client/ui/Notices.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import type { CastBallot } from '../../../shared/api.ts'
import { en } from '../../../shared/i18n/en.ts'
import { voteWords } from '../../../shared/i18n/en/vote.ts'
import { createSpeaker } from '../../../shared/i18n/translate.ts'
import { createFake } from '../outcome/fakeSession.ts'
import { pageOfEachTest } from '../page.ts'

const t = createSpeaker('en', { ...en, ...voteWords })
const page = pageOfEachTest()

const state = (): string => page.host?.querySelector('[role=status][data-state]')?.textContent ?? ''

/** My ballot on the screen, and a server whose data are in the test's hands. */
const vote = async (first: StoredBallot) => {
  const fake = createFake({ role: 'participant' })
  const [closed] = fake.stage.get().rounds
  if (!closed) throw new Error('there is no round')
  const online: SyncStatus = { state: 'online', waiting: 0, back: false, trouble: null, closed: null }
  const status = createStore(online)
  let held = first
  let holding: Promise<void> = Promise.resolve()
  const cast: CastBallot[] = []
  const api = {
    ...fake.session.api,
    ballot: () => holding.then(() => held),
    castBallot: (_round: string, ballot: CastBallot) => {
      cast.push(ballot)
      const { choices, at = 100 } = ballot
      if (at > held.at) held = { choices, at }
      return Promise.resolve(held)
    },
  }
  const session = { ...fake.session, api, status }
  const nothing = () => undefined
  const round = { ...closed, closedAt: null, result: null }
  await page.render(
    <WordsProvider>
      <Notices>
        <SessionProvider session={session}>
          <VoteWords>
            <Ballot round={round} onBack={nothing} onList={nothing} />
          </VoteWords>
        </SessionProvider>
      </Notices>
    </WordsProvider>,
  )
  return {
    cast,
    item: closed.candidates[0]?.item ?? '',
    held: () => held,
    network: (on: boolean) => act(() => status.set({ ...online, state: on ? 'online' : 'offline' })),
    putBack: (older: StoredBallot) => void (held = older),
    /** Lets the server answer only once this is called. */
    slow() {
      let answer = nothing as () => void
      holding = new Promise((resolve) => (answer = resolve))
      return () => act(() => answer())
    },
  }
}
const reads = (words: string) =>
  vi.waitFor(async () => {
    // What throws within it would leave undone what it is to do.
    await act(() => Promise.resolve())
    expect(state()).toBe(words)
  }, 5_000)

test('a ballot that the server no longer has is not called saved, and is sent once more', async () => {
  const stored = { choices: { idea: 3 }, at: 7 }
  const { network, putBack, slow, cast, held } = await vote(stored)
  await reads(t('vote.state.saved'))
  await network(false)
  expect(state()).toBe(t('vote.state.saved.offline'))
  putBack({ choices: {}, at: 0 })
  const answers = slow()
  await network(true)
  expect(state()).toBe(t('vote.state.loading'))
  await answers()
  await reads(t('vote.state.saved'))
  expect(cast).toEqual([stored])
  expect(held()).toEqual(stored)
})

test('what another device of mine cast since is shown, and stays', async () => {
  const { network, putBack, cast, held } = await vote({ choices: { idea: 3 }, at: 7 })
  await reads(t('vote.state.saved'))
  await network(false)
  const newer = { choices: {}, at: 9 }
  putBack(newer)
  await network(true)
  await reads(t('vote.state.saved.none'))
  expect(cast).toEqual([])
  expect(held()).toEqual(newer)
})

test('with nothing chosen, nothing is called saved without a connection', async () => {
  const { network } = await vote({ choices: {}, at: 0 })
  await reads(t('vote.state.saved.none'))
  await network(false)
  expect(state()).toBe(t('vote.state.none.offline'))
})
