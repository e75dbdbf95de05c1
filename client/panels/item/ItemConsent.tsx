import { useState } from 'react'
import { useSession, useStore } from '../../model/react.tsx'
import type { BoardHandle } from '../../model/types.ts'
import { useAnnounce } from '../../ui/Notices.tsx'
import { useT } from '../../ui/words.tsx'
import { useAsk } from '../useAsk.ts'
import { consentFrom, consentOf, switchesOf, type Switches } from './consent.ts'
import { ConsentSwitches } from './NoteChoices.tsx'

/** My consent for one item, changed at once. Not offered on what shows another person's name. */
export const ItemConsent = ({
  board,
  item,
  writable,
}: {
  readonly board: BoardHandle
  readonly item: string
  readonly writable: boolean
}) => {
  const t = useT()
  const announce = useAnnounce()
  const { stage, info, api } = useSession()
  const me = useStore(info, ({ participant }) => participant.id)
  const role = useStore(info, (now) => now.role)
  const credit = useStore(stage, ({ credits }) => credits.get(item))
  // What I wish, until the server's answer shows in the stage; a contributor's stricter wish may outdo it.
  const [wish, setWish] = useState<Switches | null>(null)
  const { busy, ask } = useAsk()
  if (role === 'viewer' || (credit?.person && credit.person !== me)) return null
  const value = wish ?? switchesOf(consentFrom(credit))
  const change = async (next: Switches) => {
    setWish(next)
    const heard = await ask(() =>
      api.command({ type: 'consent', consent: consentOf(next), item: { board: board.id, item } }),
    )
    if (heard) announce(t('item.consent.saved'), 'saving')
    else setWish(null)
  }
  return <ConsentSwitches value={value} disabled={busy || !writable} onChange={(next) => void change(next)} />
}
