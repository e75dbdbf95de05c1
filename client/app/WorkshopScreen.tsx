import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Knocked } from '../../shared/api.ts'
import { Refusal } from '../../shared/errors.ts'
import { createEntryApi, type EntryApi } from '../model/api.ts'
import { openBrowserSession, visitStorage } from '../model/browser.ts'
import { createMemory, type Memory } from '../model/memory.ts'
import { paths } from '../model/paths.ts'
import { SessionProvider, useGo, useSession, useStore } from '../model/react.tsx'
import type { Session } from '../model/types.ts'
import { Button } from '../ui/Button.tsx'
import { useT } from '../ui/words.tsx'
import { ConsentScreen } from './ConsentScreen.tsx'
import css from './Form.module.css'
import { FormPage } from './FormPage.tsx'
import { Inside } from './Inside.tsx'
import { JoinForm } from './JoinForm.tsx'
import { Opening } from './Opening.tsx'
import type { Router } from './router.ts'
import type { Route } from './routes.ts'
import { Trouble, type TroubleKind } from './Trouble.tsx'

export type WorkshopRoute = Extract<Route, { page: 'workshop' }>

/** How far one has come. */
type Stand =
  | { readonly at: 'opening' }
  | { readonly at: 'joining'; readonly knocked: Knocked; readonly secret: string }
  | { readonly at: 'inside'; readonly session: Session }
  | { readonly at: 'trouble'; readonly kind: TroubleKind; readonly words?: string }

const fetcher: typeof fetch = (input, init) => window.fetch(input, init)

const troubleOf = (error: unknown, hadSecret: boolean): Stand => {
  if (!(error instanceof Refusal)) throw error
  switch (error.code) {
    case 'no-session':
      return { at: 'trouble', kind: hadSecret ? 'link-ended' : 'not-in' }
    case 'removed':
      return { at: 'trouble', kind: 'removed' }
    case 'wrong-secret':
    case 'not-found':
      return { at: 'trouble', kind: 'link-ended' }
    case 'doors-closed':
      return { at: 'trouble', kind: 'doors-closed' }
    default:
      return { at: 'trouble', kind: navigator.onLine ? 'failed' : 'offline', words: error.message }
  }
}

/**
 * What a link's secret means here: someone new is asked to join; someone who is in already, or was until their link was replaced,
 * goes in as the same person.
 * @throws Refusal
 */
const tryLink = async (entry: EntryApi, workshop: string, secret: string): Promise<Stand | null> => {
  const knocked = await entry.knockByLink(workshop, secret)
  if (!knocked.person) return { at: 'joining', knocked, secret }
  await entry.joinByLink(workshop, secret)
  return null
}

/** A workshop, from the door inwards. */
export const WorkshopScreen = ({
  route,
  router,
  storage,
}: {
  readonly route: WorkshopRoute
  readonly router: Router
  readonly storage: Storage | null
}) => {
  const t = useT()
  const { workshop } = route
  const [memory] = useState<Memory>(() => createMemory(storage))
  const [stand, setStand] = useState<Stand>({ at: 'opening' })
  const [turn, setTurn] = useState(0)
  const entry = useMemo(() => createEntryApi({ fetch: fetcher, t }), [t])
  const again = useCallback(() => {
    setStand({ at: 'opening' })
    setTurn((count) => count + 1)
  }, [])

  // The secret is used once, as it was when this page opened, or when another link was put into its address.
  const [secret, setSecret] = useState(route.secret)
  if (route.secret !== null && route.secret !== secret) {
    setSecret(route.secret)
    setStand({ at: 'opening' })
  }
  useEffect(() => {
    let gone = false
    const open = async (): Promise<Stand> => {
      try {
        if (secret !== null) {
          // Offline, what this device remembers still opens.
          const asked = navigator.onLine ? await tryLink(entry, workshop, secret) : null
          if (asked) return asked
        }
        return { at: 'inside', session: await openBrowserSession(workshop, { memory, t }) }
      } catch (error) {
        return troubleOf(error, secret !== null)
      }
    }
    open().then(
      (next) => {
        if (!gone) setStand(next)
        else if (next.at === 'inside') next.session.close()
      },
      () => {
        if (!gone) setStand({ at: 'trouble', kind: 'failed' })
      },
    )
    return () => {
      gone = true
    }
  }, [workshop, secret, turn, memory, entry, t])

  const session = stand.at === 'inside' ? stand.session : null
  useEffect(() => {
    if (!session) return
    router.forgetSecret()
    memory.keepOpened(session.workshop, Date.now())
  }, [session, router, memory])
  useEffect(() => {
    // The page is left, or another session took this one's place.
    if (session) return () => session.close()
    return undefined
  }, [session])

  switch (stand.at) {
    case 'opening':
      return <Opening />
    case 'trouble':
      return (
        <Trouble
          kind={stand.kind}
          {...(stand.words === undefined ? {} : { words: stand.words })}
          {...(stand.kind === 'failed' || stand.kind === 'offline' || stand.kind === 'doors-closed'
            ? { onAgain: again }
            : {})}
        />
      )
    case 'joining':
      return <Door stand={stand} entry={entry} workshop={workshop} onIn={again} />
    case 'inside':
      return (
        <SessionProvider session={stand.session}>
          <Threshold route={route} memory={memory} />
        </SessionProvider>
      )
    default:
      return stand satisfies never
  }
}

const Door = ({
  stand: { knocked, secret },
  entry,
  workshop,
  onIn,
}: {
  readonly stand: Extract<Stand, { at: 'joining' }>
  readonly entry: EntryApi
  readonly workshop: string
  readonly onIn: () => void
}) => {
  const t = useT()
  const go = useGo()
  const [error, setError] = useState<string | null>(null)
  const { title } = knocked.workshop
  if (knocked.role !== 'viewer')
    return (
      <JoinForm
        title={title}
        onJoin={async (name) => {
          await entry.joinByLink(workshop, secret, name)
          onIn()
        }}
      />
    )
  const watch = async (href: string) => {
    try {
      await entry.joinByLink(workshop, secret)
      go(href, { replace: true })
      onIn()
    } catch (refused) {
      setError(refused instanceof Refusal ? refused.message : t('ui.failed'))
    }
  }
  return (
    <FormPage over={t('app.watch.title')} title={title} foot={t('app.join.foot')}>
      {error ? (
        <p className={css.error} role="alert">
          {error}
        </p>
      ) : null}
      <div className={css.actions}>
        <Button kind="filled" big wide onClick={() => void watch(paths.hall(workshop))}>
          {t('app.watch.hall')}
        </Button>
        <Button kind="outlined" big wide onClick={() => void watch(paths.workshop(workshop))}>
          {t('app.watch.board')}
        </Button>
      </div>
    </FormPage>
  )
}

/**
 * Asks what may be kept, then lets in. Put off, it is asked again: by a notice once the page is opened anew, by the question in the
 * next visit. Whoever has just put it off is left in peace.
 */
const Threshold = ({ route, memory }: { readonly route: WorkshopRoute; readonly memory: Memory }) => {
  const session = useSession()
  const mark = `consent-later:${route.workshop}`
  const { consent, role } = useStore(session.info)
  const state = useStore(session.status, (status) => status.state)
  const [visit] = useState(() => createMemory(visitStorage()))
  const [asked, setAsked] = useState(() => visit.has(mark))
  const [putOff, setPutOff] = useState(false)
  const choose = useCallback(() => setAsked(false), [])

  if (state === 'removed') return <Trouble kind="removed" />
  if (state === 'ended') return <Trouble kind="link-ended" />
  if (consent === null && role !== 'viewer' && !asked)
    return (
      <ConsentScreen
        onDone={() => {
          visit.mark(mark)
          setAsked(true)
          setPutOff(true)
        }}
      />
    )
  return <Inside route={route} memory={memory} onConsent={putOff ? null : choose} />
}
