import { Dices } from 'lucide-react'
import * as z from 'zod/mini'
import { addItem, setFields } from '../../../shared/boardItems.ts'
import { textOf } from '../../../shared/boardTexts.ts'
import { contains, rectAt, type Point } from '../../../shared/geometry.ts'
import {
  figure as figureKind,
  FIGURE_SIZE,
  MAX_NAME,
  MAX_PLACARD_LINE,
  MAX_SPEECH,
  type FigureFields,
} from '../../../shared/kinds/figure/figure.ts'
import { wholeFigure } from '../../../shared/kinds/figure/art.ts'
import { asOneStep } from '../../model/boardWork.ts'
import { freePlace } from '../../model/place.ts'
import { useStore } from '../../model/react.tsx'
import { SharedText } from '../../model/SharedText.tsx'
import type { BoardHandle } from '../../model/types.ts'
import { useDraft } from '../../model/useDraft.ts'
import { Button } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { Field, TextArea } from '../../ui/Field.tsx'
import { FigureArt } from '../../ui/FigureArt.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { MakerWords, useMakerT } from './makerWords.tsx'
import type { PartName } from './parts.ts'
import { READY_NAMES, READY_PEOPLE, surprise } from './people.ts'
import { Tiles } from './Tiles.tsx'
import css from './FigureMaker.module.css'

export interface FigureMakerProps {
  readonly board: BoardHandle
  /** The figure to change; without it a new one is made. */
  readonly item?: string
  /** Top left corner of a new figure; without it a free place. */
  readonly at?: Point
  readonly onClose: () => void
  /** Told the id of a figure that was made. */
  readonly onMade?: (id: string) => void
}

const TEXTS = ['name', 'speech', 'story'] as const
type TextName = (typeof TEXTS)[number]
const MOST = { name: MAX_NAME, speech: MAX_SPEECH, story: 2_000 } as const

/** A figure that is not on the board yet. */
const figureDraft = z.object({
  parts: z.unknown(),
  words: z.object({ name: z.string(), speech: z.string(), story: z.string() }),
})
const nobody = () => ({ parts: null, words: { name: '', speech: '', story: '' } })
const partsOf = (raw: unknown): FigureFields | null =>
  typeof raw === 'object' && raw !== null ? figureKind.parse({ ...raw }) : null

/** Makes a figure from its parts, or changes one. A new one waits here until it is put on the board. Changes to one on the board are seen by everybody at once. */
export const FigureMaker = (props: FigureMakerProps) => (
  <MakerWords>
    <Whole {...props} />
  </MakerWords>
)

const Whole = ({ board, item: id, at, onClose, onMade }: FigureMakerProps) => {
  const t = useMakerT()
  const item = useStore(board.view, (view) => (id === undefined ? undefined : view.items.get(id)))
  const standing = item?.kind === 'figure' ? item : null
  const [draft, setDraft, forget] = useDraft('figure', figureDraft, nobody)
  const { words } = draft
  const parts = partsOf(draft.parts)
  const figure = standing ? wholeFigure(standing) : parts

  const choose = (fields: Partial<FigureFields>) => {
    if (standing) asOneStep(board, () => setFields(board.doc, 'figure', [standing.id], fields))
    else setDraft({ ...draft, parts: { ...(parts ?? READY_PEOPLE.fay), ...fields } })
  }
  const put = () => {
    if (!parts) return
    const view = board.view.get()
    const place = at ?? freePlace(view, null, FIGURE_SIZE)
    const middle: Point = [place[0] + FIGURE_SIZE[0] / 2, place[1] + FIGURE_SIZE[1] / 2]
    const theme = view.shown.findLast(
      (other) => other.kind === 'theme' && contains(rectAt(other.at, other.size), middle),
    )
    let made = ''
    asOneStep(board, () => {
      made = addItem(board.doc, { kind: 'figure', at: place, theme: theme?.id ?? null, ...parts, ...words })
    })
    forget()
    onMade?.(made)
    onClose()
  }

  const ready = (
    <section className={css.ready}>
      <h3 className={css.legend}>{t('maker.ready')}</h3>
      <div className={classes(css.people, figure && css.row)}>
        {READY_NAMES.map((name) => (
          <button
            key={name}
            type="button"
            className={css.person}
            aria-label={t(`maker.ready.${name}`)}
            onClick={() => choose(READY_PEOPLE[name])}
          >
            <FigureArt figure={READY_PEOPLE[name]} />
          </button>
        ))}
      </div>
      <Button
        icon={<Dices size={20} aria-hidden />}
        onClick={() => choose({ ...surprise(Math.random), placard: figure?.placard ?? '' })}
      >
        {t('maker.surprise')}
      </Button>
    </section>
  )

  const footer = standing ? (
    <Button kind="filled" big wide onClick={onClose}>
      {t('maker.close')}
    </Button>
  ) : figure ? (
    <Button kind="filled" big wide onClick={put}>
      {t('maker.done')}
    </Button>
  ) : undefined

  const textField = (name: TextName) => {
    const label = t(`maker.${name}`)
    const hint = t(`maker.${name}.hint`, { most: MOST[name] })
    const shared = standing ? textOf(board.doc, standing.id, name) : null
    if (shared)
      return (
        <SharedText
          key={name}
          text={shared}
          label={label}
          hint={hint}
          maxLength={MOST[name]}
          {...(name === 'story' ? { multiline: true, rows: 3 } : {})}
        />
      )
    const own = {
      label,
      hint,
      maxLength: MOST[name],
      value: words[name],
      onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
        const { value } = event.currentTarget
        setDraft({ ...draft, words: { ...words, [name]: value } })
      },
    }
    return name === 'story' ? <TextArea key={name} {...own} /> : <Field key={name} {...own} />
  }

  const placardLine = (index: 0 | 1) => {
    const lines = (figure?.placard ?? '').split('\n')
    return (
      <Field
        label={t(index === 0 ? 'maker.placard.first' : 'maker.placard.second')}
        maxLength={MAX_PLACARD_LINE}
        value={lines[index] ?? ''}
        onChange={(event) => {
          const next = [lines[0] ?? '', lines[1] ?? '']
          next[index] = event.currentTarget.value
          choose({ placard: next.join('\n') })
        }}
      />
    )
  }

  const part = (name: PartName) => (figure ? <Tiles part={name} figure={figure} onChoose={choose} /> : null)

  return (
    <Panel title={t(standing ? 'maker.edit' : 'maker.new')} onClose={onClose} {...(footer ? { footer } : {})}>
      <div className={css.maker}>
        {figure ? (
          <div className={css.preview}>
            <FigureArt figure={figure} width={76} title={t('maker.preview')} />
          </div>
        ) : null}
        {standing ? null : ready}
        {figure ? (
          <Tabs
            label={t('maker.parts')}
            tabs={[
              {
                key: 'body',
                label: t('maker.tab.body'),
                content: (
                  <>
                    {part('timber')}
                    {part('cloth')}
                    {part('pattern')}
                  </>
                ),
              },
              {
                key: 'head',
                label: t('maker.tab.head'),
                content: (
                  <>
                    {part('head')}
                    {figure.head === 'scarf' ? part('scarf') : figure.head === 'bare' ? null : part('hair')}
                  </>
                ),
              },
              {
                key: 'feeling',
                label: t('maker.tab.feeling'),
                content: part('mood'),
              },
              {
                key: 'aid',
                label: t('maker.tab.aid'),
                content: part('aid'),
              },
              {
                key: 'holding',
                label: t('maker.tab.holding'),
                content: (
                  <>
                    {part('held')}
                    {figure.held === 'placard' ? (
                      <div className={css.words}>
                        {placardLine(0)}
                        {placardLine(1)}
                      </div>
                    ) : null}
                  </>
                ),
              },
              {
                key: 'words',
                label: t('maker.tab.words'),
                content: <div className={css.words}>{TEXTS.map(textField)}</div>,
              },
            ]}
          />
        ) : null}
      </div>
    </Panel>
  )
}
