import { useCallback, useState } from 'react'
import { Refusal } from '../../shared/errors.ts'
import { referenceIn } from '../model/help.ts'
import { useT } from '../ui/words.tsx'

export interface Sending {
  readonly busy: boolean
  /** What went wrong, in the server's own words where it gave some. */
  readonly error: string | null
  /** What can be told about it to whoever helps. */
  readonly reference: string | null
  /** Does the work, after which the page is another one. What goes wrong is told in `error`. */
  send(work: () => Promise<void>): Promise<void>
  /** Says something else, or (null) nothing. */
  say(error: string | null): void
}

/** How a form at the door sends what was filled in: once, with its failure told beside its button. */
export const useSending = (): Sending => {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [reference, setReference] = useState<string | null>(null)
  const say = useCallback((words: string | null) => {
    setReference(null)
    setError(words)
  }, [])
  const send = useCallback(
    async (work: () => Promise<void>) => {
      setBusy(true)
      say(null)
      try {
        await work()
      } catch (refused) {
        say(refused instanceof Refusal ? refused.message : t('ui.failed'))
        setReference(referenceIn(refused))
        setBusy(false)
      }
    },
    [say, t],
  )
  return { busy, error, reference, send, say }
}
