import { useCallback, useEffect, useReducer, useRef } from 'react'
import { Refusal } from '../../../shared/errors.ts'
import { mayPass } from '../../model/passing.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { emptyBallot, step, type BallotEvent } from './ballot.ts'
import { keep, readKept } from './kept.ts'

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
  const { api, workshop, status } = useSession()
  const online = useStore(status, ({ state }) => state === 'online')
  const [draft, dispatch] = useReducer(step, emptyBallot)
  const { state, choices } = draft
  const loading = state === 'loading'

  useEffect(() => {
    let here = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const kept = readKept(localStorage, workshop, round)
    const load = () =>
      api.ballot(round).then(
        (ballot) => here && dispatch({ type: 'loaded', stored: ballot.choices, kept }),
        () => {
          if (!here) return
          dispatch({ type: 'load-failed', kept })
          if (!kept) timer = setTimeout(() => void load(), AGAIN_MS)
        },
      )
    void load()
    return () => {
      here = false
      clearTimeout(timer)
    }
  }, [api, workshop, round])

  useEffect(() => {
    if (loading) return
    keep(localStorage, workshop, round, state === 'saved' ? null : choices)
  }, [workshop, round, state, choices, loading])

  const latest = useRef(choices)
  useEffect(() => {
    latest.current = choices
  }, [choices])

  const send = useCallback(async () => {
    const sent = latest.current
    dispatch({ type: 'sent' })
    try {
      const stored = await api.castBallot(round, { choices: sent })
      dispatch({ type: 'stored', choices: stored.choices })
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
