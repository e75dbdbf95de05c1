/** Words that only one part of the page needs, beside those of every page: they are loaded with it. */
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { en } from '../../shared/i18n/en.ts'
import {
  createSpeaker,
  type Language,
  type MessageKey,
  type MessageValues,
} from '../../shared/i18n/translate.ts'
import { useLanguage } from './words.tsx'

/** Says a message of every page, or one of `Key`. */
export type Say<Key extends string> = (key: MessageKey | Key, values?: MessageValues) => string

const common: Record<Language, Readonly<Record<MessageKey, string>>> = { en }

/**
 * @param own the part's words, by language
 * @returns `Words`, which gives them to what is inside, and the hook that says them there
 */
export const createOwnWords = <Key extends string>(own: Record<Language, Readonly<Record<Key, string>>>) => {
  const Own = createContext<Say<Key> | null>(null)
  const Words = ({ children }: { readonly children: ReactNode }) => {
    const language = useLanguage()
    const t = useMemo(
      () => createSpeaker<MessageKey | Key>(language, { ...common[language], ...own[language] }),
      [language],
    )
    return <Own value={t}>{children}</Own>
  }
  const useOwnT = (): Say<Key> => {
    const t = useContext(Own)
    if (!t) throw new Error('own words are said outside of what they were given to')
    return t
  }
  return { Words, useOwnT }
}
