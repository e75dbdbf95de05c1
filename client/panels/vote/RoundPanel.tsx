import type { ReactNode } from 'react'
import type { StageRound } from '../../../shared/stage.ts'
import { Panel } from '../../ui/Panel.tsx'
import css from './Vote.module.css'
import { useVoteT } from './voteWords.tsx'

/** A question of more characters than this would fill a small screen as a title: it scrolls with the rest. */
const LONG = 90

/** The panel of a round, under its question. */
export const RoundPanel = ({
  round: { question },
  onClose,
  footer,
  children,
}: {
  readonly round: StageRound
  readonly onClose: () => void
  readonly footer?: ReactNode
  readonly children: ReactNode
}) => {
  const t = useVoteT()
  const long = question.length > LONG
  return (
    <Panel title={long ? t('vote.title') : question} onClose={onClose} footer={footer}>
      {long ? (
        <p className={css.left} dir="auto">
          {question}
        </p>
      ) : null}
      {children}
    </Panel>
  )
}
