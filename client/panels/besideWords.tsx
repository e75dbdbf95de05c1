/** The words of what opens beside the board (invite, people, settings, help): they come with it. */
import { besideWords } from '../../shared/i18n/en/beside.ts'
import { createOwnWords } from '../ui/ownWords.tsx'

export const { Words: BesideWords, useOwnT: useBesideT } = createOwnWords({ en: besideWords })
