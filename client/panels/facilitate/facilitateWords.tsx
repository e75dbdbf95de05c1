/** The words of the facilitator's panel: they come with it. */
import { facilitateWords } from '../../../shared/i18n/en/facilitate.ts'
import { createOwnWords } from '../../ui/ownWords.tsx'

export const { Words: FacilitateWords, useOwnT: useFacilitateT } = createOwnWords({ en: facilitateWords })
