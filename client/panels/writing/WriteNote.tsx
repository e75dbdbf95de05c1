import { useEffect, useRef, useState } from 'react'
import { NOTE_COLOURS } from '../../../shared/kinds/note/note.ts'
import { LIMITS } from '../../../shared/protocol.ts'
import { headOf } from '../../model/pieces.ts'
import { useSession, useStore } from '../../model/react.tsx'
import type { OwnNote, PrivateNote, Spell } from '../../model/spells.ts'
import { isRoomOnly } from '../../model/writing.ts'
import { Button } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { useAnnounce, useNotify } from '../../ui/Notices.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { useRest } from '../../ui/useRest.ts'
import { NoteChoices } from '../item/NoteChoices.tsx'
import { NotePaper } from '../item/NotePaper.tsx'
import { SheetFrame } from '../item/SheetFrame.tsx'
import { useAsk } from '../useAsk.ts'
import { Promised } from './Promised.tsx'
import { useWritingT } from './writingWords.tsx'
import css from './Writing.module.css'

const EMPTY: PrivateNote = { text: '', room: false, colour: NOTE_COLOURS[0], asks: 'idea', principles: [] }

/**
 * Writing a private note. Only "Keep" puts it among those that will be shared; until then its words wait on this device. When the
 * writing ends meanwhile, they still stand here, and can be shared by themselves.
 */
export const WriteNote = ({
  spell,
  own,
  pasted,
  onDone,
}: {
  readonly spell: Spell
  /** The note to change; null for a new one. */
  readonly own: OwnNote | null
  /** Words to begin with. */
  readonly pasted?: string
  readonly onDone: () => void
}) => {
  const t = useWritingT()
  const announce = useAnnounce()
  const notify = useNotify()
  const { info, writing } = useSession()
  const usual = useStore(info, ({ consent }) => consent)
  const over = useStore(writing.mine, (mine) => mine.spell?.id !== spell.id)
  const { busy, ask } = useAsk()
  const [start] = useState((): { readonly note: PrivateNote; readonly rest?: string } => {
    if (own) return { note: { ...own.note, room: isRoomOnly(own.note, usual) } }
    const begun = spell.unfinished ?? { ...EMPTY, room: usual === 'room' }
    if (!pasted) return { note: begun }
    const all = [begun.text, pasted].filter(Boolean).join('\n')
    const text = headOf(all, LIMITS.text)
    return { note: { ...begun, text }, rest: all.slice(text.length).trimStart() }
  })
  const [note, setNote] = useState(start.note)
  const tellRest = useRest()
  useEffect(() => {
    if (start.rest) tellRest(start.rest)
  }, [start, tellRest])
  const area = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    if (!own) writing.keepUnfinished(spell, note)
  }, [writing, spell, own, note])
  useEffect(() => {
    const field = area.current
    field?.focus()
    field?.setSelectionRange(field.value.length, field.value.length)
  }, [])

  const change = () => ask(() => (own ? writing.change(own, trimmed(note)) : Promise.resolve()))
  const keep = async () => {
    if (!note.text.trim()) return area.current?.focus()
    if (own) {
      if (await change()) onDone()
      return
    }
    const made = writing.add(spell, trimmed(note))
    const late = writing.mine.get().late.filter((each) => each.note.id === made)
    if (!late.length) announce(t('writing.kept'), 'items')
    // What can't be shared now stays among the late notes, which say so.
    else if (await ask(() => writing.share(late))) notify({ text: t('writing.late.shared', { count: 1 }) })
    onDone()
  }
  /** Closing loses nothing: a change is kept, and so are words that are no note yet. */
  const close = async () => {
    if (own && note.text.trim() && !(await change())) return
    onDone()
  }

  return (
    <SheetFrame
      title={t('writing.note')}
      colour={note.colour}
      onClose={() => void close()}
      footer={
        <Button kind="filled" big wide disabled={busy} onClick={() => void keep()}>
          {t(own ? 'writing.keep.changes' : over ? 'writing.late.share' : 'writing.keep')}
        </Button>
      }
    >
      {spell.question ? <p className={classes(css.question, css.asked)}>{spell.question}</p> : null}
      <NotePaper
        area={area}
        className={css.draft}
        colour={note.colour}
        text={note.text}
        hint={t('item.text.hint')}
        onText={(text) => setNote({ ...note, text })}
        onKeep={() => void keep()}
      />
      <div className={css.told} role="status">
        {over ? (
          <p className={css.over}>
            {t('writing.over')} {t('writing.over.hint')}
          </p>
        ) : (
          <Promised />
        )}
      </div>
      <NoteChoices values={note} onChange={(values) => setNote({ ...note, ...values })}>
        <Switch
          label={t('writing.room')}
          hint={note.room ? `${t('writing.room.on')} ${t('writing.room.seen')}` : t('writing.room.off')}
          checked={note.room}
          onChange={(room) => setNote({ ...note, room })}
        />
      </NoteChoices>
    </SheetFrame>
  )
}

const trimmed = (note: PrivateNote): PrivateNote => ({ ...note, text: note.text.trim() })
