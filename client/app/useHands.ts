import { useEffect } from 'react'
import { newHands } from '../model/hands.ts'
import { useSession } from '../model/react.tsx'
import { useAnnounce } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

/** Tells a facilitator who has raised a hand. */
export const useHands = (): void => {
  const t = useT()
  const announce = useAnnounce()
  const session = useSession()
  useEffect(() => {
    let before = session.stage.get().people
    return session.stage.subscribe(() => {
      const { people } = session.stage.get()
      const raised = before.size ? newHands(before, people) : []
      before = people
      const { role, participant } = session.info.get()
      if (role !== 'facilitator') return
      for (const { id, name } of raised)
        if (id !== participant.id) announce(t('say.hand', { name }), 'people')
    })
  }, [session, announce, t])
}
