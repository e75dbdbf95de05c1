import { memo, useId } from 'react'
import { MAX_SCORE } from '../../../shared/methods/score/score.ts'
import type { Candidate } from '../../../shared/stage.ts'
import { Button } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { LongText } from '../../ui/LongText.tsx'
import { Stepper } from '../../ui/Stepper.tsx'
import css from './CandidateRow.module.css'
import strips from './Strip.module.css'
import vote from './Vote.module.css'
import { VoteDot } from './VoteDot.tsx'
import { useVoteT } from './voteWords.tsx'

/** As many characters as name a control: the whole stands above it, and is read before it. */
const MOST_IN_NAME = 120
const shortened = (text: string): string =>
  text.length > MOST_IN_NAME ? `${text.slice(0, MOST_IN_NAME).trimEnd()}…` : text

interface RowProps {
  readonly candidate: Candidate
  readonly value: number | null
  readonly disabled: boolean
  readonly onChoose: (item: string, value: number | null) => void
}

/** One candidate with its dots. */
export const DotsRow = memo(
  ({ candidate, value, most, disabled, onChoose }: RowProps & { readonly most: number }) => {
    const t = useVoteT()
    const dots = value ?? 0
    return (
      <li className={classes(css.row, strip(candidate), dots > 0 && css.chosen)}>
        <LongText text={candidate.text} className={vote.text} />
        <div className={css.tools}>
          <p className={vote.soft}>{candidate.theme ?? t('vote.no-theme')}</p>
          <Stepper
            label={t('vote.stepper.name', { text: shortened(candidate.text) })}
            value={dots}
            min={0}
            max={most}
            disabled={disabled}
            onChange={(next) => onChoose(candidate.item, next || null)}
          >
            <VoteDot key={dots} empty={dots === 0} />
            <span aria-hidden="true" className={css.number}>
              {dots}
            </span>
          </Stepper>
        </div>
      </li>
    )
  },
)
DotsRow.displayName = 'DotsRow'

const SCORES = Array.from({ length: MAX_SCORE + 1 }, (_, score) => score)

/** One candidate with its scores from 0 to 5: a group of radio buttons, with words at both ends. */
export const ScoreRow = memo(({ candidate, value, disabled, onChoose }: RowProps) => {
  const t = useVoteT()
  const name = useId()
  const { text, item, theme } = candidate
  return (
    <li className={classes(css.row, strip(candidate), value !== null && css.chosen)}>
      <LongText text={text} className={vote.text} />
      <p className={vote.soft}>{theme ?? t('vote.no-theme')}</p>
      <fieldset className={css.scale} disabled={disabled}>
        <legend className="visually-hidden">{t('vote.score.name', { text: shortened(text) })}</legend>
        <div className={css.scores}>
          {SCORES.map((score) => (
            <label key={score} className={css.score}>
              <input
                type="radio"
                name={name}
                checked={value === score}
                onChange={() => onChoose(item, score)}
                className={css.radio}
                aria-label={
                  score === 0
                    ? t('vote.score.low')
                    : score === MAX_SCORE
                      ? t('vote.score.high')
                      : String(score)
                }
              />
              <span aria-hidden="true">{score}</span>
            </label>
          ))}
        </div>
        <p className={css.ends} aria-hidden="true">
          <span>{t('vote.score.low')}</span>
          <span>{t('vote.score.high')}</span>
        </p>
      </fieldset>
      <div className={css.clear}>
        {value === null ? (
          <span className={vote.soft}>{t('vote.score.none')}</span>
        ) : (
          <Button
            kind="plain"
            disabled={disabled}
            aria-label={t('vote.score.clear.said', { text: shortened(text) })}
            onClick={({ currentTarget }) => {
              // It goes with the score, and the focus must not go with it.
              currentTarget.closest('li')?.querySelector('input')?.focus()
              onChoose(item, null)
            }}
          >
            {t('vote.score.clear')}
          </Button>
        )}
      </div>
    </li>
  )
})
ScoreRow.displayName = 'ScoreRow'

const strip = ({ colour }: Candidate): string | undefined => strips[colour ?? 'plain']
