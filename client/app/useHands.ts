import { newHands } from '../model/hands.ts'
import { useSession } from '../model/react.tsx'
import { useAnnounce } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { useOnChange } from './useOnChange.ts'

/** Tells a facilitator who has raised a hand. */
export const useHands = (): void => {
  const t = useT()
  const announce = useAnnounce()
  const { stage, info } = useSession()
  useOnChange(
    stage,
    ({ people }) => people,
    (people, before) => {
      const { role, participant } = info.get()
      // The first arrival of the stage raises no hands.
      if (role !== 'facilitator' || before.size === 0) return
      for (const { id, name } of newHands(before, people))
        if (id !== participant.id) announce(t('say.hand', { name }), 'people')
    },
  )
}
