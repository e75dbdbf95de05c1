/** How panels ask the server to do something: failures are told in a notice, and a button shows that its request is under way. */
import { useCallback, useState } from 'react'
import { Refusal } from '../../shared/errors.ts'
import { helpWith } from '../model/help.ts'
import { useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

export interface Asking {
  /** A request is under way. */
  readonly busy: boolean
  /** Does the work. What goes wrong is told to the person. @returns whether it went well */
  ask(work: () => Promise<unknown>): Promise<boolean>
}

/** Asks the server, one thing at a time. */
export const useAsk = (): Asking => {
  const t = useT()
  const notify = useNotify()
  const [busy, setBusy] = useState(false)
  const ask = useCallback(
    async (work: () => Promise<unknown>) => {
      setBusy(true)
      try {
        await work()
        return true
      } catch (error) {
        const text = error instanceof Refusal ? error.message : t('panels.failed')
        notify({ text, stays: true, ...helpWith(error) })
        return false
      } finally {
        setBusy(false)
      }
    },
    [notify, t],
  )
  return { busy, ask }
}
