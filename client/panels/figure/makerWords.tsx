/** The words of who makes a figure: they come with the panel. */
import { makerWords } from '../../../shared/i18n/en/figureMaker.ts'
import { createOwnWords, type Say } from '../../ui/ownWords.tsx'

export type SayMaker = Say<keyof typeof makerWords>

export const { Words: MakerWords, useOwnT: useMakerT } = createOwnWords({ en: makerWords })
