/** What I may write, as the server would judge it: so that nothing is offered which it would refuse. */
import type { WorkshopInfo } from '../../shared/answers.ts'
import { mayWrite, parseDocName } from '../../shared/docs.ts'
import type { Stage } from '../../shared/stage.ts'
import type { Store } from './types.ts'

/** What I may write in one workshop. */
export interface Rights {
  /** Whether nobody like me writes a document, at any time: nothing in it is mine, then. */
  isNeverWritten(name: string): boolean
  /** Whether I may write a document now; it follows roles, mutes and locks. */
  writableOf(name: string): Store<boolean>
}

export const createRights = ({
  info,
  stage,
}: {
  readonly info: Store<Pick<WorkshopInfo, 'role' | 'member' | 'participant'>>
  readonly stage: Store<Pick<Stage, 'people' | 'boards'>>
}): Rights => ({
  isNeverWritten(name) {
    const parsed = parseDocName(name)
    const { role, member, participant } = info.get()
    if (!parsed || parsed.type === 'draft') return false
    return !mayWrite(parsed, { person: participant.id, role, member: member !== null }, false)
  },
  writableOf(name) {
    const parsed = parseDocName(name)
    return {
      get() {
        const { role, member, participant } = info.get()
        const { people, boards } = stage.get()
        const muted = people.get(participant.id)?.muted ?? false
        const locked =
          parsed?.type === 'board' && boards.some((board) => board.id === parsed.board && board.locked)
        return (
          parsed !== null &&
          mayWrite(parsed, { person: participant.id, role, member: member !== null, muted }, locked)
        )
      },
      subscribe(listener) {
        const stops = [info.subscribe(listener), stage.subscribe(listener)]
        return () => stops.forEach((stop) => stop())
      },
    }
  },
})
