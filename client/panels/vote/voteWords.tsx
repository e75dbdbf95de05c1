/** The words of the page of votes: they come with it. */
import { voteWords } from '../../../shared/i18n/en/vote.ts'
import { createOwnWords, type Say } from '../../ui/ownWords.tsx'

export type SayVote = Say<keyof typeof voteWords>

export const { Words: VoteWords, useOwnT: useVoteT } = createOwnWords({ en: voteWords })
