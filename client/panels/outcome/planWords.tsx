/** The outcome screen's own words, beside those of every page: they come with the screen. */
import { planWords } from '../../../shared/i18n/en/plan.ts'
import type { MessageKey } from '../../../shared/i18n/translate.ts'
import { createOwnWords } from '../../ui/ownWords.tsx'

/** A message of this screen, or of every page. */
export type PlanMessageKey = MessageKey | keyof typeof planWords

export const { Words: PlanWords, useOwnT: usePlanT } = createOwnWords({ en: planWords })
