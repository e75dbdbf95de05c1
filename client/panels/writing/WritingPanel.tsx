import { useEffect, useRef, useState } from 'react'
import type { Stage } from '../../../shared/stage.ts'
import { useSession, useStore } from '../../model/react.tsx'
import type { OwnNote, SharedNote, Spell } from '../../model/spells.ts'
import { isRoomOnly } from '../../model/writing.ts'
import { Button } from '../../ui/Button.tsx'
import { Details } from '../../ui/Details.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { LateNotes } from './LateNotes.tsx'
import { nameOf, OwnCard } from './OwnCard.tsx'
import { Promised } from './Promised.tsx'
import { WriteNote } from './WriteNote.tsx'
import { useWritingT, WritingWords } from './writingWords.tsx'
import css from './Writing.module.css'
import { Yours } from './Yours.tsx'

/** What is being written: a new note, or one of mine. */
interface Writing {
  readonly spell: Spell
  readonly own: OwnNote | null
  readonly pasted?: string
}

export interface WritingPanelProps {
  /** Begins with an empty note. */
  readonly write?: boolean
  /** Words for that note. */
  readonly pasted?: string
  readonly onClose: () => void
  /** Opens a shared note on its board. */
  readonly onOpen: (board: string, item: string) => void
  /** Leads to the board on which the notes were shared. */
  readonly onBoard: (board: string) => void
  /** Writes openly, on the board. Only for facilitators: else somebody would do so by mistake. */
  readonly onOpenly: (() => void) | null
}

/** My private notes: those that only I see, those that came late, and those that were shared. */
export const WritingPanel = ({
  write = false,
  pasted,
  onClose,
  onOpen,
  onBoard,
  onOpenly,
}: WritingPanelProps) => {
  const session = useSession()
  const [now, setNow] = useState<Writing | null>(() => {
    const spell = session.writing.enter()
    if (!spell) return null
    const { drafts } = session.writing.mine.get()
    return write || !drafts.length ? { spell, own: null, ...(pasted ? { pasted } : {}) } : null
  })
  // Back from a first note that was not written, there is nothing to show.
  const done = () => {
    const { drafts, late, shared, unfinished } = session.writing.mine.get()
    setNow(null)
    if (!drafts.length && !late.length && !shared.length && !unfinished.length) onClose()
  }
  return (
    <WritingWords>
      {now ? (
        <WriteNote key={now.own?.note.id ?? 'new'} {...now} onDone={done} />
      ) : (
        <Notes onWrite={setNow} {...{ onClose, onOpen, onBoard, onOpenly }} />
      )}
    </WritingWords>
  )
}

/** How many notes of private writing everybody sees by now. */
const countNameless = ({ credits }: Stage): number =>
  [...credits.values()].filter(({ nameless }) => nameless).length

const Notes = ({
  onWrite,
  onClose,
  onOpen,
  onBoard,
  onOpenly,
}: Omit<WritingPanelProps, 'write' | 'pasted'> & { readonly onWrite: (writing: Writing) => void }) => {
  const t = useWritingT()
  const notify = useNotify()
  const { info, stage, writing } = useSession()
  const everyones = useStore(stage, countNameless)
  const usual = useStore(info, ({ consent }) => consent)
  const { spell, drafts, late, unfinished, shared } = useStore(writing.mine)
  const list = useRef<HTMLUListElement>(null)
  const add = useRef<HTMLButtonElement>(null)
  const [removed, setRemoved] = useState<number | null>(null)
  // Focus goes on to the next note, not to the top of the page.
  useEffect(() => {
    if (removed === null) return
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-first]') ?? [])]
    const next = buttons[Math.min(removed, buttons.length - 1)] ?? add.current
    next?.focus()
    setRemoved(null)
  }, [removed])

  // The last board on which something of mine was shared; else the first, where there is anything.
  const home = everyones > 0 ? (shared.at(-1)?.receipt.board ?? stage.get().boards[0]?.id) : undefined
  const begin = () => {
    const entered = writing.enter()
    if (entered) onWrite({ spell: entered, own: null })
  }
  const remove = (own: OwnNote, place: number) => {
    writing.remove(own)
    setRemoved(place)
    notify({
      text: t('writing.deleted'),
      action: { label: t('ui.undo'), run: () => writing.putBack(own) },
    })
  }

  return (
    <Panel
      title={t('writing.title')}
      onClose={onClose}
      {...(spell
        ? {
            footer: (
              <>
                <Button ref={add} kind="filled" big wide onClick={begin}>
                  {t('writing.add')}
                </Button>
                {onOpenly ? (
                  <div>
                    <Button kind="plain" wide onClick={onOpenly}>
                      {t('writing.openly')}
                    </Button>
                    <p className={css.soft}>{t('writing.openly.hint')}</p>
                  </div>
                ) : null}
              </>
            ),
          }
        : {
            reading: true,
            ...(home === undefined
              ? {}
              : {
                  footer: (
                    <Button kind="filled" big wide onClick={() => onBoard(home)}>
                      {t('writing.board')}
                    </Button>
                  ),
                }),
          })}
    >
      {spell ? (
        <div className={css.about}>
          {spell.question ? <p className={css.question}>{spell.question}</p> : null}
          <Promised />
        </div>
      ) : home === undefined ? null : (
        <p className={css.question}>{t('say.writing.shared', { count: everyones })}</p>
      )}
      {unfinished.map((each) =>
        each.unfinished ? (
          <section key={each.id} className={css.part} aria-label={t('writing.unfinished')}>
            <h3 className={css.heading}>{t('writing.unfinished')}</h3>
            <p className={css.soft}>{t('writing.unfinished.hint')}</p>
            <ul role="list" className={css.list}>
              <OwnCard {...each.unfinished}>
                <Button onClick={() => onWrite({ spell: each, own: null })}>
                  {t('writing.unfinished.go')}
                </Button>
                <Button kind="plain" onClick={() => writing.keepUnfinished(each, null)}>
                  {t('writing.unfinished.drop')}
                </Button>
              </OwnCard>
            </ul>
          </section>
        ) : null,
      )}
      {late.length ? <LateNotes late={late} /> : null}
      {spell || drafts.length ? (
        <section className={css.part} aria-label={t('writing.mine')}>
          <h3 className={css.heading}>{t('writing.mine')}</h3>
          {drafts.length ? null : <p className={css.soft}>{t('writing.none')}</p>}
          <ul ref={list} role="list" className={css.list}>
            {drafts.map((own, place) => {
              const { note } = own
              const name = nameOf(note.text)
              return (
                <OwnCard key={note.id} text={note.text} colour={note.colour} room={isRoomOnly(note, usual)}>
                  <Button
                    data-first=""
                    aria-label={t('writing.change.said', { name })}
                    onClick={() => onWrite({ spell: own.spell, own })}
                  >
                    {t('writing.change')}
                  </Button>
                  <Button
                    kind="plain"
                    aria-label={t('writing.delete.said', { name })}
                    onClick={() => remove(own, place)}
                  >
                    {t('writing.delete')}
                  </Button>
                </OwnCard>
              )
            })}
          </ul>
        </section>
      ) : null}
      {shared.length ? <Shared shared={shared} onOpen={onOpen} /> : null}
    </Panel>
  )
}

/** Notes of mine that were shared. Not shown before I ask: somebody beside me may be looking. */
const Shared = ({
  shared,
  onOpen,
}: Pick<WritingPanelProps, 'onOpen'> & { readonly shared: readonly SharedNote[] }) => {
  const t = useWritingT()
  return (
    <Details summary={<strong>{t('writing.shared', { count: shared.length })}</strong>}>
      <p className={css.soft}>{t('writing.shared.hint')}</p>
      <ul role="list" className={css.list}>
        {shared.map((each) => {
          const { note, receipt } = each
          return (
            <OwnCard key={note.id} text={note.text} colour={note.colour} room={false} hidden={false}>
              <Button
                aria-label={t('writing.shared.open.said', { name: nameOf(note.text) })}
                onClick={() => onOpen(receipt.board, note.id)}
              >
                {t('writing.shared.open')}
              </Button>
              <Yours shared={each} />
            </OwnCard>
          )
        })}
      </ul>
    </Details>
  )
}
