import { useCallback, useState } from 'react'
import type { Memory } from '../model/memory.ts'

const markOf = (workshop: string, person: string): string => `consent-later:${workshop}:${person}`

/** Notes that somebody need not be asked in this visit what may be kept of their words. */
export const putOffAsking = (visit: Pick<Memory, 'mark'>, workshop: string, person: string): void =>
  visit.mark(markOf(workshop, person))

/**
 * Whether I was asked, in this visit, what may be kept of my words. It is a matter of the person, not of the device: whom the server
 * forgot joins again as somebody new, of whom nothing was ever asked.
 */
export const useAsked = ({
  visit,
  workshop,
  person,
  example,
}: {
  readonly visit: Pick<Memory, 'has' | 'mark'>
  readonly workshop: string
  readonly person: string
  /** Whoever looks at the example is asked by a notice only. */
  readonly example: boolean
}) => {
  const [last, setLast] = useState<{ readonly person: string; readonly asked: boolean } | null>(null)
  const mine = last?.person === person ? last : null
  const askNow = useCallback(() => setLast({ person, asked: false }), [person])
  const done = useCallback(() => {
    putOffAsking(visit, workshop, person)
    setLast({ person, asked: true })
  }, [visit, workshop, person])
  return {
    asked: mine?.asked ?? (example || visit.has(markOf(workshop, person))),
    /** I put it off on this very page. */
    putOff: mine?.asked === true,
    askNow,
    /** I answered, or put it off. */
    done,
  }
}
