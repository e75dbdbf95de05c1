/** The outcome screen's own words, beside those of every page: they come with the screen. */
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { en } from '../../../shared/i18n/en.ts'
import { planWords } from '../../../shared/i18n/en/plan.ts'
import {
  createSpeaker,
  type Language,
  type MessageKey,
  type MessageValues,
} from '../../../shared/i18n/translate.ts'
import { useLanguage } from '../../ui/words.tsx'

/** A message of this screen, or of every page. */
export type PlanMessageKey = MessageKey | keyof typeof planWords

type SayPlan = (key: PlanMessageKey, values?: MessageValues) => string

const catalogues: Record<Language, Readonly<Record<PlanMessageKey, string>>> = { en: { ...en, ...planWords } }

const Words = createContext<SayPlan | null>(null)

/** Gives the screen's words to what is inside. */
export const PlanWords = ({ children }: { readonly children: ReactNode }) => {
  const language = useLanguage()
  const t = useMemo(() => createSpeaker(language, catalogues[language]), [language])
  return <Words value={t}>{children}</Words>
}

/** Says a message of the outcome screen: `t('plan.title')`. */
export const usePlanT = (): SayPlan => {
  const t = useContext(Words)
  if (!t) throw new Error('usePlanT stands outside PlanWords')
  return t
}
