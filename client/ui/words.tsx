/** The workshop's language, for every component. */
import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react'
import { createTranslate, type Language, type Translate } from '../../shared/i18n/translate.ts'

const Words = createContext<Translate | null>(null)
const Spoken = createContext<Language>('en')

/** Gives words to what is inside, and sets the page's language and direction. */
export const WordsProvider = ({
  language = 'en',
  children,
}: {
  readonly language?: Language
  readonly children: ReactNode
}) => {
  const t = useMemo(() => createTranslate(language), [language])
  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dir = ['ar', 'fa', 'he', 'ur'].includes(language) ? 'rtl' : 'ltr'
  }, [language])
  return (
    <Spoken value={language}>
      <Words value={t}>{children}</Words>
    </Spoken>
  )
}

/** Says a message: `t('board.saved')`. */
export const useT = (): Translate => {
  const t = useContext(Words)
  if (!t) throw new Error('useT stands outside WordsProvider')
  return t
}

/** The language that is said, for a screen that brings words of its own. */
export const useLanguage = (): Language => useContext(Spoken)
