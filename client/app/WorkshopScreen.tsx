import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Knocked } from '../../shared/answers.ts'
import type { Role } from '../../shared/docs.ts'
import { Refusal } from '../../shared/errors.ts'
import { referenceOf } from '../../shared/reference.ts'
import { createEntryApi, type EntryApi } from '../model/api.ts'
import { forgetInBrowser, openBrowserSession, visitStorage } from '../model/browser.ts'
import { referenceIn } from '../model/help.ts'
import { createMemory, type Memory } from '../model/memory.ts'
import { paths } from '../model/paths.ts'
import { SessionProvider, useGo, useSession, useStore } from '../model/react.tsx'
import type { Session } from '../model/types.ts'
import { useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { ConsentScreen } from './ConsentScreen.tsx'
import { exampleMark } from './exampleMark.ts'
import { Inside } from './Inside.tsx'
import { JoinForm } from './JoinForm.tsx'
import { LeaveDialog } from './lazies.ts'
import { Opening } from './Opening.tsx'
import { Part } from './Part.tsx'
import type { Router } from './router.ts'
import type { Route } from './routes.ts'
import { Trouble, type TroubleKind } from './Trouble.tsx'
import { useAsked } from './useAsked.ts'
import { Unknown, WaitsInside } from './Unknown.tsx'
import { Waits } from './Waits.tsx'

export type WorkshopRoute = Extract<Route, { page: 'workshop' }>

/** How far one has come. */
type Stand =
  | { readonly at: 'opening' }
  | { readonly at: 'joining'; readonly knocked: Knocked; readonly secret: string }
  | { readonly at: 'inside'; readonly session: Session }
  | {
      readonly at: 'trouble'
      readonly kind: TroubleKind
      readonly words?: string
      /** What the server told to say to whoever helps. */
      readonly reference?: string | null
    }

const fetcher: typeof fetch = (input, init) => window.fetch(input, init)

const troubleOf = (error: unknown, hadSecret: boolean): Stand => {
  if (!(error instanceof Refusal)) throw error
  const trouble = { at: 'trouble', reference: referenceIn(error) } as const
  switch (error.code) {
    case 'no-session':
      return { ...trouble, kind: hadSecret ? 'link-ended' : 'not-in' }
    case 'removed':
      return { ...trouble, kind: 'removed' }
    case 'wrong-secret':
    case 'not-found':
      return { ...trouble, kind: 'link-ended' }
    case 'doors-closed':
      return { ...trouble, kind: 'doors-closed' }
    default:
      return { ...trouble, kind: navigator.onLine ? 'failed' : 'offline', words: error.message }
  }
}

/**
 * What a link's secret means here: someone new is asked to join; someone who is in already, or was until their link was replaced,
 * goes in as the same person. A screen that only shows, and whoever opens the example for themselves, are asked nothing.
 * @returns the form of the door; or, to whoever is in, their role
 * @throws Refusal
 */
const tryLink = async (
  entry: EntryApi,
  workshop: string,
  secret: string,
  straight: boolean,
): Promise<Extract<Stand, { at: 'joining' }> | Role> => {
  const knocked = await entry.knockByLink(workshop, secret)
  const { person, role } = knocked
  if (!person && role !== 'viewer' && !(straight && role === 'facilitator'))
    return { at: 'joining', knocked, secret }
  return (await entry.joinByLink(workshop, secret)).participant.role
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
  const notify = useNotify()
  const go = useGo()
  const { workshop, straight } = route
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
          const asked = navigator.onLine ? await tryLink(entry, workshop, secret, straight) : null
          if (asked !== null && typeof asked !== 'string') return asked
          if (straight) memory.mark(exampleMark(workshop))
          if (asked === 'viewer' && !gone) go(paths.hall(workshop), { replace: true })
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
  }, [workshop, secret, straight, turn, memory, entry, go, t])

  const session = stand.at === 'inside' ? stand.session : null
  useEffect(() => {
    if (!session) return
    router.forgetSecret()
    memory.keepOpened(session.workshop, Date.now())
  }, [session, router, memory])
  const left = useRef(false)
  useEffect(() => {
    if (!session) return
    // The page is left, or another session took this one's place.
    return () => {
      session.close()
      const boards = session.info.get().boards.map(({ id }) => id)
      if (left.current) void forgetInBrowser(workshop, boards, { memory })
    }
  }, [session, workshop, memory])

  switch (stand.at) {
    case 'opening':
      return <Opening />
    case 'trouble':
      return <AtTheDoor stand={stand} memory={memory} workshop={workshop} onAgain={again} />
    case 'joining':
      return <Door stand={stand} entry={entry} workshop={workshop} onIn={again} />
    case 'inside':
      return (
        <SessionProvider session={stand.session}>
          <Threshold
            route={route}
            memory={memory}
            onLeft={() => {
              left.current = true
              memory.takeOff(workshop)
              go(paths.landing(), { replace: true })
              notify({ text: t('leave.done') })
            }}
          />
        </SessionProvider>
      )
    default:
      return stand satisfies never
  }
}

/** What keeps somebody out, and what of theirs waits here meanwhile. */
const AtTheDoor = ({
  stand: { kind, words, reference },
  memory,
  workshop,
  onAgain,
}: {
  readonly stand: Extract<Stand, { at: 'trouble' }>
  readonly memory: Memory
  readonly workshop: string
  readonly onAgain: () => void
}) => {
  const [known] = useState(() => memory.workshops().find(({ info }) => info.id === workshop))
  // To whom it was open before, it may be again: the server may have been started with other data.
  const mayHelp = ['failed', 'offline', 'doors-closed'].includes(kind) || (kind === 'link-ended' && known)
  return (
    <Trouble
      kind={kind}
      {...(words === undefined ? {} : { words })}
      {...(mayHelp ? { onAgain } : {})}
      // Who was in before has one that the server knows, also while it cannot be reached.
      reference={reference ?? (known ? referenceOf(known.info.participant.id) : null)}
    >
      <Waits count={known?.unsent ?? 0} keeps />
    </Trouble>
  )
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
}) => (
  <JoinForm
    title={knocked.workshop.title}
    onJoin={async (name) => {
      await entry.joinByLink(workshop, secret, name)
      onIn()
    }}
  />
)

/**
 * Asks what may be kept, then lets in. Put off, it is asked again: by a notice once the page is opened anew, by the question in the
 * next visit. Whoever has just put it off is left in peace, and so is whoever looks at the example.
 */
const Threshold = ({
  route,
  memory,
  onLeft,
}: {
  readonly route: WorkshopRoute
  readonly memory: Memory
  readonly onLeft: () => void
}) => {
  const { workshop } = route
  const session = useSession()
  const { consent, role, participant } = useStore(session.info)
  const state = useStore(session.status, (status) => status.state)
  const reference = useStore(session.reference)
  const [visit] = useState(() => createMemory(visitStorage()))
  const [example] = useState(() => memory.has(exampleMark(workshop)))
  const { asked, putOff, askNow, done } = useAsked({ visit, workshop, person: participant.id, example })
  const [leaving, setLeaving] = useState(false)
  /** How often somebody wished to look at their private notes rather than leave. */
  const [toWriting, setToWriting] = useState(0)
  const leave = useCallback(() => setLeaving(true), [])

  // While one leaves, the session's end is no trouble.
  if (!leaving && state === 'removed') return <SentOut {...{ memory, workshop, reference }} />
  if (!leaving && (state === 'ended' || (state === 'unknown' && memory.readEnded(workshop))))
    return (
      <Trouble kind="link-ended" reference={reference}>
        <WaitsInside />
      </Trouble>
    )
  if (!leaving && state === 'unknown') return <Unknown />
  if (consent === null && role !== 'viewer' && !asked) return <ConsentScreen onDone={done} />
  return (
    <>
      <Inside
        route={route}
        memory={memory}
        onConsent={putOff || example ? null : askNow}
        onLeave={leave}
        toWriting={toWriting}
        example={example}
      />
      {leaving ? (
        <Part quiet>
          <LeaveDialog
            onLeft={onLeft}
            onClose={() => setLeaving(false)}
            onLook={() => {
              setLeaving(false)
              setToWriting((count) => count + 1)
            }}
          />
        </Part>
      ) : null}
    </>
  )
}

/** Whoever was removed is told so; the workshop goes from this device's list. */
const SentOut = ({
  memory,
  workshop,
  reference,
}: {
  readonly memory: Memory
  readonly workshop: string
  readonly reference: string
}) => {
  useEffect(() => {
    memory.takeOff(workshop)
  }, [memory, workshop])
  return (
    <Trouble kind="removed" reference={reference}>
      <WaitsInside />
    </Trouble>
  )
}
