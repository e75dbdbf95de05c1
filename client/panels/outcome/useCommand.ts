import type { Command } from '../../../shared/commands.ts'
import { Refusal } from '../../../shared/errors.ts'
import { useSession } from '../../model/react.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { usePlanT } from './planWords.tsx'

/** Sends a command, and says in words when it is refused. @returns whether it was carried out. */
export const useCommand = (): ((command: Command) => Promise<boolean>) => {
  const session = useSession()
  const notify = useNotify()
  const t = usePlanT()
  return async (command) => {
    try {
      await session.api.command(command)
      await session.refresh()
      return true
    } catch (error) {
      notify({ text: error instanceof Refusal ? error.message : t('plan.failed'), stays: true })
      return false
    }
  }
}
