/** What the server says: its own words, which no page has to load, those of the documents it makes, and all that pages say. */
import { en } from '../shared/i18n/en.ts'
import { exportWords } from '../shared/i18n/en/exports.ts'
import { server } from '../shared/i18n/en/server.ts'
import {
  createSpeaker,
  type Language,
  type MessageKey,
  type MessageValues,
} from '../shared/i18n/translate.ts'

/** Says a message in the workshop's language. */
export type Say = (
  key: MessageKey | keyof typeof server | keyof typeof exportWords,
  values?: MessageValues,
) => string

const catalogues: Record<Language, Parameters<typeof createSpeaker>[1]> = {
  en: { ...en, ...exportWords, ...server },
}

/** Speaks for the server in a language. */
export const createSay = (language: Language): Say => createSpeaker(language, catalogues[language])
