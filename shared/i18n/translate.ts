/** The message catalogue, spoken. Words are ICU messages; nothing else in the code holds a sentence that people read. */
import { setupI18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { en } from './en.ts'

export type MessageKey = keyof typeof en
export type MessageValues = Readonly<Record<string, string | number>>

/** Says a message in the workshop's language. */
export type Translate = (key: MessageKey, values?: MessageValues) => string

/** Languages that there is a catalogue for. */
export const LANGUAGES = ['en'] as const
export type Language = (typeof LANGUAGES)[number]

const catalogues: Record<Language, Record<MessageKey, string>> = { en }

/** Makes the translator of a language. */
export const createTranslate = (language: Language): Translate =>
  createSpeaker(language, catalogues[language])

/** Says the messages of one catalogue. */
export const createSpeaker = <Key extends string>(
  language: Language,
  catalogue: Readonly<Record<Key, string>>,
) => {
  // A copy, since loading writes into it: a second translator would else find compiled messages in the catalogue.
  const i18n = setupI18n({ locale: language, messages: { [language]: { ...catalogue } } })
  i18n.setMessagesCompiler(compileMessage)
  const compiled = new Set<Key>()
  return (key: Key, values?: MessageValues): string => {
    // Compiled at its first use and kept: a list says the same few messages thousands of times.
    if (!compiled.has(key)) {
      i18n.load(language, { [key]: compileMessage(catalogue[key]) })
      compiled.add(key)
    }
    return i18n._(key, values)
  }
}
