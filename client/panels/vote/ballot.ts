/** My ballot as I fill it in, and how far the server has it. Pure: the hook around it sends and keeps. */
import type { Choices } from '../../../shared/methods/method.ts'
import type { DotsRule } from '../../../shared/methods/dots/dots.ts'
import type { StoredBallot } from '../../model/types.ts'

/**
 * `saved`: the server has just these choices. `changed`: it does not yet. `sending`: they are on their way.
 * `waiting`: they could not be sent, and are kept on this device. `closed`: voting ended before they got there.
 * `refused`: the server did not accept them.
 */
export type BallotState = 'loading' | 'saved' | 'changed' | 'sending' | 'waiting' | 'closed' | 'refused'

export interface BallotDraft {
  readonly choices: Choices
  /** What the server has, as far as we know. */
  readonly stored: Choices
  /** When the last choices of mine that it had were stored, in Unix ms; 0 when that is not known. */
  readonly at: number
  /** Whether it had none of mine when last it told: then nothing of mine counts until these are stored. */
  readonly first: boolean
  /** These are they, and it lost them: they are sent once more, as of then. */
  readonly again: boolean
  /** On their way: until the answer comes, nobody knows which of the two the server has. */
  readonly flying: boolean
  readonly state: BallotState
  /** The server's words when it refused. */
  readonly words: string | null
}

export type BallotEvent =
  | { readonly type: 'loaded'; readonly stored: StoredBallot; readonly kept: Choices | null }
  | { readonly type: 'load-failed'; readonly kept: Choices | null; readonly first?: boolean }
  /** What the server has, asked anew after a time without a connection. */
  | { readonly type: 'told'; readonly stored: StoredBallot }
  | { readonly type: 'chosen'; readonly item: string; readonly value: number | null }
  | { readonly type: 'sent' }
  | { readonly type: 'stored'; readonly stored: StoredBallot }
  | { readonly type: 'unreachable' }
  | { readonly type: 'closed'; readonly words: string }
  | { readonly type: 'refused'; readonly words: string }

export const emptyBallot: BallotDraft = {
  choices: {},
  stored: {},
  at: 0,
  first: false,
  again: false,
  flying: false,
  state: 'loading',
  words: null,
}

/** Do these say the same? What is left out and what is not there are alike. */
export const sameChoices = (a: Choices, b: Choices): boolean => {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key])
}

const choose = (choices: Choices, item: string, value: number | null): Choices => {
  const { [item]: _before, ...others } = choices
  return value === null ? others : { ...others, [item]: value }
}

/** What happened, applied. Choices made while others were on their way stay `changed`, so nothing that I chose is taken back. */
export const step = (draft: BallotDraft, event: BallotEvent): BallotDraft => {
  switch (event.type) {
    case 'loaded': {
      const { kept } = event
      const { choices: stored, at } = event.stored
      // Choices made before the answer came count more than what the server had; so do those kept from a lost connection.
      const mine = draft.state === 'loading' ? kept : draft.choices
      const choices = mine ?? stored
      const state = sameChoices(choices, stored) ? 'saved' : 'changed'
      return { choices, stored, at, first: at === 0, again: false, flying: false, state, words: null }
    }
    case 'told': {
      if (draft.state === 'loading' || draft.state === 'closed' || draft.flying) return draft
      const { choices: stored, at } = event.stored
      if (draft.state !== 'saved' && !draft.again) return { ...draft, stored, at, first: at === 0 }
      // Older data were put back: what was stored is sent once more. What another device of mine cast since, stays.
      if (at < draft.at) return { ...draft, stored, first: at === 0, again: true, state: 'changed' }
      return { ...draft, choices: stored, stored, at, first: at === 0, again: false, state: 'saved' }
    }
    case 'load-failed':
      // Without knowing what I chose before, a new choice would replace it unseen: so this goes on loading.
      return draft.state === 'loading' && event.kept
        ? { ...draft, choices: event.kept, first: event.first === true, state: 'waiting' }
        : draft
    case 'chosen': {
      if (draft.state === 'closed') return draft
      const choices = choose(draft.choices, event.item, event.value)
      const saved = !draft.flying && sameChoices(choices, draft.stored)
      return { ...draft, choices, again: false, state: saved ? 'saved' : 'changed', words: null }
    }
    case 'sent':
      return { ...draft, flying: true, state: 'sending' }
    case 'stored': {
      const { choices: stored, at } = event.stored
      // What was sent once more gave way, where another device of mine had cast a newer ballot.
      const choices = draft.again ? stored : draft.choices
      const state = sameChoices(stored, choices) ? 'saved' : 'changed'
      return { ...draft, choices, stored, at, first: false, again: false, flying: false, state }
    }
    case 'unreachable':
      return { ...draft, flying: false, state: 'waiting' }
    case 'closed':
      return { ...draft, flying: false, state: 'closed', words: event.words }
    case 'refused':
      return { ...draft, flying: false, state: 'refused', words: event.words }
    default:
      return event satisfies never
  }
}

/** Dots that are left to give. */
export const dotsLeft = (rule: DotsRule, choices: Choices): number =>
  rule.budget - Object.values(choices).reduce((sum, dots) => sum + dots, 0)
