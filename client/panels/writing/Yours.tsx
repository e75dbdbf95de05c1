import { useState } from 'react'
import { useSession, useStore } from '../../model/react.tsx'
import type { SharedNote } from '../../model/spells.ts'
import { Button } from '../../ui/Button.tsx'
import { useAnnounce, useNotify } from '../../ui/Notices.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { Confirm } from '../../ui/Confirm.tsx'
import { useAsk } from '../useAsk.ts'
import { nameOf } from './OwnCard.tsx'
import { useWritingT } from './writingWords.tsx'
import css from './Writing.module.css'

/** What I can still do about a note of mine that everybody sees: its receipt is on this device, and nowhere else. */
export const Yours = ({ shared }: { readonly shared: SharedNote }) => {
  const t = useWritingT()
  const announce = useAnnounce()
  const notify = useNotify()
  const { stage, writing } = useSession()
  const { note } = shared
  const kept = useStore(stage, ({ credits }) => credits.get(note.id)?.room === true)
  // What I wish, until the stage tells the same.
  const [wish, setWish] = useState<boolean | null>(null)
  const [asking, setAsking] = useState(false)
  const { busy, ask } = useAsk()
  const room = wish ?? kept
  const name = nameOf(note.text)

  const choose = async (next: boolean) => {
    setWish(next)
    if (await ask(() => writing.consent(shared, next ? 'room' : 'nameless')))
      announce(t('item.consent.saved'), 'saving')
    else setWish(null)
  }
  const takeBack = async () => {
    if (await ask(() => writing.takeBack(shared))) notify({ text: t('writing.back.done') })
    setAsking(false)
  }

  return (
    <div className={css.yours}>
      <Switch
        label={t('writing.room')}
        hint={room ? `${t('item.room.on')} ${t('writing.room.seen')}` : t('item.room.off')}
        checked={room}
        disabled={busy}
        onChange={(next) => void choose(next)}
      />
      <Button
        kind="plain"
        className={css.danger}
        aria-label={t('writing.back.said', { name })}
        onClick={() => setAsking(true)}
      >
        {t('writing.back')}
      </Button>
      {asking ? (
        <Confirm
          title={t('writing.back.title')}
          text={t('writing.back.text')}
          yes={t('writing.back.yes')}
          danger
          busy={busy}
          onYes={() => void takeBack()}
          onNo={() => setAsking(false)}
        />
      ) : null}
    </div>
  )
}
