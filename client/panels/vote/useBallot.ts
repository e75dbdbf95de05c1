import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { Refusal } from '../../../shared/errors.ts'
import { mayPass } from '../../model/passing.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { emptyBallot, step, type BallotEvent } from './ballot.ts'
import { isFirstKept, keep, readKept } from './kept.ts'

/** A choice is sent this long after the last one. */
const SEND_MS = 400
/** What could not be sent is tried again this often. */
const AGAIN_MS = 4_000

const failed = (error: unknown): BallotEvent => {
  if (!(error instanceof Refusal) || mayPass(error)) return { type: 'unreachable' }
  return { type: error.code === 'round-closed' ? 'closed' : 'refused', words: error.message }
}

/** My ballot in a round: fetched, kept on this device until it is stored, and sent as I go. */
export const useBallot = (round: string) => {
  const { api, workshop, device, status } = useSession()
  const online = useStore(status, ({ state }) => state === 'online')
  const offline = useStore(status, ({ state }) => state === 'offline')
  const [draft, dispatch] = useReducer(step, emptyBallot)
  const { state, choices, again, first } = draft
  const loading = state === 'loading'

  useEffect(() => {
    let here = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const kept = readKept(device, workshop, round)
    const load = () =>
      api.ballot(round).then(
        (ballot) => here && dispatch({ type: 'loaded', stored: ballot, kept }),
        () => {
          if (!here) return
          dispatch({ type: 'load-failed', kept, first: isFirstKept(device, workshop, round) })
          if (!kept) timer = setTimeout(() => void load(), AGAIN_MS)
        },
      )
    void load()
    return () => {
      here = false
      clearTimeout(timer)
    }
  }, [api, workshop, device, round])

  useEffect(() => {
    if (loading) return
    // Loaded anew it would be taken for a new one, and so outdo what another device cast.
    keep(device, workshop, round, state === 'saved' || again ? null : choices, first)
  }, [workshop, device, round, state, choices, again, first, loading])

  // A server that was out of reach may have come back with older data.
  const [sure, setSure] = useState(true)
  useEffect(() => {
    if (offline) setSure(false)
  }, [offline])
  const unsure = online && !sure && !loading
  useEffect(() => {
    if (!unsure) return
    let here = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () =>
      api.ballot(round).then(
        (stored) => {
          if (!here) return
          dispatch({ type: 'told', stored })
          setSure(true)
        },
        (error: unknown) => {
          if (!here) return
          const why = failed(error)
          if (why.type === 'unreachable') timer = setTimeout(() => void look(), AGAIN_MS)
          else dispatch(why)
        },
      )
    void look()
    return () => {
      here = false
      clearTimeout(timer)
    }
  }, [api, round, unsure])

  const latest = useRef(draft)
  useEffect(() => {
    latest.current = draft
  }, [draft])

  const send = useCallback(async () => {
    const { choices, again, at } = latest.current
    dispatch({ type: 'sent' })
    try {
      dispatch({ type: 'stored', stored: await api.castBallot(round, { choices, ...(again && { at }) }) })
    } catch (error) {
      dispatch(failed(error))
    }
  }, [api, round])

  useEffect(() => {
    if (state !== 'changed' && state !== 'waiting') return
    const soon = state === 'changed'
    const timer = setTimeout(() => void send(), soon ? SEND_MS : online ? AGAIN_MS / 4 : AGAIN_MS)
    return () => clearTimeout(timer)
  }, [state, choices, online, send])

  return {
    draft,
    /** Whether what is said of the server's ballot is as it told since it was last out of reach. */
    sure,
    choose: useCallback(
      (item: string, value: number | null) => dispatch({ type: 'chosen', item, value }),
      [],
    ),
    /** Sends at once what is not stored yet. */
    flush: useCallback(() => {
      if (state === 'changed' || state === 'waiting') void send()
    }, [state, send]),
  }
}
