import { useEffect, useMemo, useRef, useState } from 'react'
import { isStricter, UNANSWERED } from '../../../shared/consent.ts'
import { rectAt, type Rect } from '../../../shared/geometry.ts'
import { newId } from '../../../shared/ids.ts'
import { roughNoteHeight, NOTE_WIDTH } from '../../../shared/kinds/note/note.ts'
import { textsToPaste } from '../../model/pastedTexts.ts'
import { freePlace } from '../../model/place.ts'
import { useSession, useStore } from '../../model/react.tsx'
import type { BoardHandle } from '../../model/types.ts'
import { putNote } from '../../model/wishes.ts'
import { Button } from '../../ui/Button.tsx'
import { useAnnounce, useNotify } from '../../ui/Notices.tsx'
import { useT } from '../../ui/words.tsx'
import { useAsk } from '../useAsk.ts'
import { consentOf, switchesOf } from './consent.ts'
import { emptyDraft, keepDraft, readDraft } from './draft.ts'
import css from './ItemSheet.module.css'
import { ConsentSwitches, NoteChoices, ThemeSelect } from './NoteChoices.tsx'
import { NotePaper } from './NotePaper.tsx'
import { SheetFrame } from './SheetFrame.tsx'
import { sameThemes, themesIn } from './themes.ts'

/** Writing a note that is not on the board yet. Closing loses nothing: its words wait on this device. */
export const NewNote = ({
  board,
  theme: start,
  onClose,
  onMade,
}: {
  readonly board: BoardHandle
  readonly theme: string | null
  readonly onClose: () => void
  /** Told the id of the note that was put on the board. */
  readonly onMade: (id: string) => void
}) => {
  const t = useT()
  const announce = useAnnounce()
  const notify = useNotify()
  const { workshop, device, stage, info, wishes } = useSession()
  const answer = useStore(info, (now) => now.consent)
  const me = info.get().participant.id
  const muted = useStore(stage, ({ people }) => people.get(me)?.muted === true)
  const usual = answer ?? UNANSWERED
  const writable = useStore(board.writable)
  const themes = useStore(board.view, themesIn, sameThemes)
  const { busy, ask } = useAsk()

  const [kept, setKept] = useState(() => readDraft(device, workshop, board.id))
  const [draft, setDraft] = useState(() => kept ?? emptyDraft())
  /** Several lines came at once: perhaps they are several ideas. */
  const [pasted, setPasted] = useState(false)
  const [theme, setTheme] = useState(start)
  const [consent, setConsent] = useState(() => switchesOf(usual))
  const area = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    keepDraft(device, workshop, board.id, draft)
  }, [device, workshop, board.id, draft])
  useEffect(() => {
    const field = area.current
    field?.focus()
    field?.setSelectionRange(field.value.length, field.value.length)
  }, [])

  /** @returns the note's id; null where it waits. @throws Refusal */
  const putOne = async (text: string, taken: Rect[]): Promise<string | null> => {
    const item = newId()
    const wish = consentOf(consent)
    const view = board.view.get()
    const home = theme && themesIn(view).some((known) => known.id === theme) ? theme : null
    const size = [NOTE_WIDTH, roughNoteHeight(text)] as const
    const at = freePlace(view, home, size, taken)
    taken.push(rectAt(at, size))
    const note = { at, theme: home, ...draft, text }
    if (wish === usual) {
      putNote(board, item, note)
      return item
    }
    const told = { board: board.id, item, consent: wish }
    // A stricter wish comes before the note, so that no name is ever shown that should not be.
    const first = isStricter(wish, usual)
    const heard = await wishes.tell(first ? { ...told, note } : told)
    if (!first) putNote(board, item, note)
    return first && heard === 'waits' ? null : item
  }

  /** Puts a note of each text on the board. */
  const put = async (texts: readonly string[]) => {
    if (!texts.length) {
      area.current?.focus()
      return
    }
    const made: (string | null)[] = []
    const taken: Rect[] = []
    const work = async () => {
      for (const text of texts) made.push(await putOne(text, taken))
    }
    if (!(await ask(work))) {
      // What is on the board by now is not put there again.
      if (made.length) setDraft({ ...draft, text: texts.slice(made.length).join('\n') })
      return
    }
    keepDraft(device, workshop, board.id, null)
    const [first = null] = made
    if (first === null) notify({ text: t('item.put.waits') })
    else if (made.length > 1) notify({ text: t('command.pasted', { count: made.length }) })
    else announce(t('item.put.done'), 'items')
    onClose()
    if (first !== null) onMade(first)
  }
  const putWhole = () => put([draft.text.trim()].filter(Boolean))

  const write = (text: string) => {
    // Nobody types several lines at once.
    if (text.split('\n').length > draft.text.split('\n').length + 1) setPasted(true)
    setDraft({ ...draft, text })
  }
  const parts = useMemo(() => (pasted ? textsToPaste(draft.text) : []), [pasted, draft.text])

  const close = () => {
    if (draft.text.trim()) notify({ text: t('item.kept') })
    onClose()
  }

  return (
    <SheetFrame
      title={t('item.note.new')}
      colour={draft.colour}
      onClose={close}
      footer={
        <Button kind="filled" big wide disabled={busy || !writable} onClick={() => void putWhole()}>
          {t('item.put')}
        </Button>
      }
    >
      <NotePaper
        area={area}
        colour={draft.colour}
        text={draft.text}
        hint={t('item.text.hint')}
        onText={write}
        onKeep={() => void putWhole()}
      />
      {parts.length > 1 ? (
        <p className={css.kept} role="status">
          <span>{t('item.lines', { count: parts.length })}</span>
          <Button kind="plain" disabled={busy || !writable} onClick={() => void put(parts)}>
            {t('item.lines.part', { count: parts.length })}
          </Button>
        </p>
      ) : null}
      {writable ? null : (
        <p className={css.notice} role="status">
          {t(muted ? 'item.muted' : 'say.resting')}
        </p>
      )}
      {kept ? (
        <p className={css.kept}>
          <span>{t('item.kept')}</span>
          <Button
            kind="plain"
            onClick={() => {
              setDraft(emptyDraft(draft.colour))
              setKept(null)
              area.current?.focus()
            }}
          >
            {t('item.kept.clear')}
          </Button>
        </p>
      ) : null}
      <NoteChoices values={draft} onChange={(values) => setDraft({ ...draft, ...values })}>
        <ConsentSwitches
          value={consent}
          chosen={answer !== null || consentOf(consent) !== UNANSWERED}
          onChange={setConsent}
        />
        <ThemeSelect themes={themes} value={theme} onChange={setTheme} />
      </NoteChoices>
    </SheetFrame>
  )
}
