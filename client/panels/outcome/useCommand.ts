import { useRef } from 'react'
import type { Command } from '../../../shared/commands.ts'
import { Refusal } from '../../../shared/errors.ts'
import { useSession } from '../../model/react.tsx'
import { useDismiss, useNotify } from '../../ui/Notices.tsx'
import { usePlanT } from './planWords.tsx'

/** Sends a command, and says in words when it is refused. @returns whether it was carried out. */
export const useCommand = (): ((command: Command) => Promise<boolean>) => {
  const session = useSession()
  const notify = useNotify()
  const dismiss = useDismiss()
  const t = usePlanT()
  /** What went wrong last. */
  const told = useRef<string | null>(null)
  return async (command) => {
    try {
      await session.api.command(command)
      await session.refresh()
      if (told.current !== null) dismiss(told.current)
      told.current = null
      return true
    } catch (error) {
      const text = error instanceof Refusal ? error.message : t('plan.failed')
      told.current = text
      notify({ text, stays: true })
      return false
    }
  }
}
