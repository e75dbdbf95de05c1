import { useState } from 'react'
import { UNANSWERED } from '../../../shared/consent.ts'
import { useSession, useStore } from '../../model/react.tsx'
import type { BoardHandle } from '../../model/types.ts'
import { Details } from '../../ui/Details.tsx'
import { useAnnounce } from '../../ui/Notices.tsx'
import { useT } from '../../ui/words.tsx'
import { useAsk } from '../useAsk.ts'
import { consentFrom, consentOf, switchesOf, type Switches } from './consent.ts'
import css from './ItemSheet.module.css'
import { ConsentSwitches } from './NoteChoices.tsx'

/**
 * My consent for one item, changed at once; without a connection as soon as it is back. It is asked of those who wrote the words:
 * not offered on what shows another person's name, and behind a question on what shows none, since only its writers know.
 */
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
  const { stage, info, wishes } = useSession()
  const me = useStore(info, ({ participant }) => participant.id)
  const role = useStore(info, (now) => now.role)
  const answered = useStore(info, ({ consent }) => consent !== null)
  const credit = useStore(stage, ({ credits }) => credits.get(item))
  const waiting = useStore(wishes.waiting, (all) =>
    all.find((each) => each.board === board.id && each.item === item),
  )
  // What I wish, until the server's answer shows in the stage; a contributor's stricter wish may outdo it.
  const [wish, setWish] = useState<Switches | null>(null)
  const { busy, ask } = useAsk()
  // Settled when it opens: what is pressed must not move to another place.
  const [known] = useState(Boolean(credit?.person ?? waiting))
  if (role === 'viewer' || (credit?.person && credit.person !== me)) return null
  const value = wish ?? switchesOf(waiting?.consent ?? consentFrom(credit))
  const chosen = answered || wish !== null || waiting !== undefined || consentOf(value) !== UNANSWERED
  const change = async (next: Switches) => {
    setWish(next)
    let heard: 'heard' | 'waits' = 'heard'
    const told = await ask(async () => {
      heard = await wishes.tell({ board: board.id, item, consent: consentOf(next) })
    })
    if (!told) setWish(null)
    else if (heard === 'heard') announce(t('item.consent.saved'), 'saving')
  }
  const switches = (
    <>
      <ConsentSwitches
        value={value}
        chosen={chosen}
        disabled={busy || !writable}
        onChange={(next) => void change(next)}
      />
      {waiting ? (
        <p className={css.now} role="status">
          {t('item.consent.waits')}
        </p>
      ) : null}
    </>
  )
  if (known) return switches
  return (
    <Details
      summary={
        <>
          <span>{t('item.consent.mine')}</span>
          <strong>{t('item.consent.mine.open')}</strong>
        </>
      }
    >
      {switches}
    </Details>
  )
}
