import { useCallback, useState } from 'react'
import { Refusal } from '../../shared/errors.ts'
import { useT } from '../ui/words.tsx'

export interface Sending {
  readonly busy: boolean
  /** What went wrong, in the server's own words where it gave some. */
  readonly error: string | null
  /** Does the work, after which the page is another one. What goes wrong is told in `error`. */
  send(work: () => Promise<void>): Promise<void>
  /** Says something else, or (null) nothing. */
  say(error: string | null): void
}

/** How a form at the door sends what was filled in: once, with its failure told beside its button. */
export const useSending = (): Sending => {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const [error, say] = useState<string | null>(null)
  const send = useCallback(
    async (work: () => Promise<void>) => {
      setBusy(true)
      say(null)
      try {
        await work()
      } catch (refused) {
        say(refused instanceof Refusal ? refused.message : t('ui.failed'))
        setBusy(false)
      }
    },
    [t],
  )
  return { busy, error, send, say }
}
