/** What is said before a round is closed. Pure. */
import type { Translate } from '../../../shared/i18n/translate.ts'
import type { StageRound } from '../../../shared/stage.ts'
import { FEW } from './rounds.ts'

/** How many have voted and how many have not, as far as is known, and what becomes of the votes. */
export const closingWords = (
  { voted, present }: Pick<StageRound, 'voted' | 'present'>,
  offline: boolean,
  t: Translate,
): string => {
  const missing = Math.max(0, present - voted)
  return [
    offline ? t('ui.offline.old') : '',
    t('vote.close.voted', { count: voted }),
    missing > 0 ? t('vote.close.missing', { count: missing }) : '',
    t('vote.close.text'),
    t(voted > 0 && voted < FEW ? 'vote.close.few' : 'vote.close.secret'),
  ]
    .filter(Boolean)
    .join(' ')
}
