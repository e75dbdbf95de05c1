/** How panels ask the server to do something: failures are told in a notice, and a button shows that its request is under way. */
import { useCallback, useRef, useState } from 'react'
import { Refusal } from '../../shared/errors.ts'
import { helpWith } from '../model/help.ts'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

export interface Ask {
  /** A request is under way. */
  readonly busy: boolean
  /** Does the work. What goes wrong is told to the person. @returns whether it went well */
  ask(work: () => Promise<unknown>): Promise<boolean>
}

/** Asks the server, one thing at a time. */
export const useAsk = (): Ask => {
  const t = useT()
  const notify = useNotify()
  const dismiss = useDismiss()
  const [busy, setBusy] = useState(false)
  /** What went wrong last. */
  const told = useRef<string | null>(null)
  const ask = useCallback(
    async (work: () => Promise<unknown>) => {
      setBusy(true)
      try {
        await work()
        if (told.current !== null) dismiss(told.current)
        told.current = null
        return true
      } catch (error) {
        const text = error instanceof Refusal ? error.message : t('panels.failed')
        told.current = text
        notify({ text, stays: true, ...helpWith(error) })
        return false
      } finally {
        setBusy(false)
      }
    },
    [notify, dismiss, t],
  )
  return { busy, ask }
}
