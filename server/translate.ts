/** What the server says: its own words, which no page has to load, and all that pages say, since documents it makes say it too. */
import { en } from '../shared/i18n/en.ts'
import { server } from '../shared/i18n/en/server.ts'
import {
  createSpeaker,
  type Language,
  type MessageKey,
  type MessageValues,
} from '../shared/i18n/translate.ts'

/** Says a message in the workshop's language. */
export type Translate = (key: MessageKey | keyof typeof server, values?: MessageValues) => string

const catalogues: Record<Language, Parameters<typeof createSpeaker>[1]> = { en: { ...en, ...server } }

/** Makes the server's translator of a language. */
export const createTranslate = (language: Language): Translate =>
  createSpeaker(language, catalogues[language])
