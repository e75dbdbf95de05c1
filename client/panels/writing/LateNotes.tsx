import { useState } from 'react'
import { useSession, useStore } from '../../model/react.tsx'
import type { LateNote } from '../../model/spells.ts'
import { isRoomOnly } from '../../model/writing.ts'
import { Button } from '../../ui/Button.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { Confirm } from '../../ui/Confirm.tsx'
import { useAsk } from '../useAsk.ts'
import { nameOf, OwnCard } from './OwnCard.tsx'
import { useWritingT } from './writingWords.tsx'
import css from './Writing.module.css'

/** Notes that did not reach the board: on this device alone, until they are shared or thrown away. */
export const LateNotes = ({ late }: { readonly late: readonly LateNote[] }) => {
  const t = useWritingT()
  const notify = useNotify()
  const { info, stage, writing, status } = useSession()
  const lost = useStore(stage, ({ meta }) => meta.lostWriting)
  const usual = useStore(info, ({ consent }) => consent)
  const offline = useStore(status, ({ state }) => state === 'offline')
  const { busy, ask } = useAsk()
  const [dropping, setDropping] = useState<LateNote | null>(null)

  const share = async (notes: readonly LateNote[]) => {
    if (await ask(() => writing.share(notes)))
      notify({ text: t('writing.late.shared', { count: notes.length }) })
  }
  // One request holds the notes of one spell.
  const [first] = late
  const together = late.filter(({ spell }) => spell.id === first?.spell.id)
  return (
    <section className={css.part} aria-label={t('writing.late')}>
      <h3 className={css.heading}>{t('writing.late')}</h3>
      <p className={css.soft}>
        {late.some(({ spell }) => spell.id === lost) ? `${t('writing.late.lost')} ` : null}
        {t('writing.late.hint')} {t(offline ? 'writing.late.offline' : 'writing.late.guess')}
      </p>
      <ul role="list" className={css.list}>
        {late.map((each) => {
          const { note, shared } = each
          const name = nameOf(note.text)
          return (
            <OwnCard key={note.id} text={note.text} colour={note.colour} room={isRoomOnly(note, usual)}>
              {shared === null ? null : (
                <p className={css.soft}>{t('writing.late.changed', { text: shared })}</p>
              )}
              <Button
                aria-label={t('writing.late.share.said', { name })}
                disabled={busy || offline}
                onClick={() => void share([each])}
              >
                {t('writing.late.share')}
              </Button>
              <Button
                kind="plain"
                aria-label={t('writing.late.drop.said', { name })}
                onClick={() => setDropping(each)}
              >
                {t('writing.late.drop')}
              </Button>
            </OwnCard>
          )
        })}
      </ul>
      {together.length > 1 ? (
        <Button wide disabled={busy || offline} onClick={() => void share(together)}>
          {t('writing.late.all', { count: together.length })}
        </Button>
      ) : null}
      {dropping ? (
        <Confirm
          title={t('writing.late.drop.title')}
          text={t('writing.late.drop.text')}
          yes={t('writing.late.drop')}
          danger
          onYes={() => {
            writing.drop(dropping)
            setDropping(null)
          }}
          onNo={() => setDropping(null)}
        />
      ) : null}
    </section>
  )
}
