/** The words of private writing's own part: they come with it. */
import { ownWriting } from '../../../shared/i18n/en/ownWriting.ts'
import { createOwnWords } from '../../ui/ownWords.tsx'

export const { Words: WritingWords, useOwnT: useWritingT } = createOwnWords({ en: ownWriting })
