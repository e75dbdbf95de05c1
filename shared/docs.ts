/** The documents of a workshop, and who may do what with each. Permission is per document: see ARCHITECTURE.md. */
import { ID_PATTERN } from './ids.ts'

/** What a person may be in a workshop. */
export const ROLES = ['viewer', 'participant', 'facilitator'] as const
export type Role = (typeof ROLES)[number]

/** Roles from the weakest to the strongest; a person's role may rise, never fall. */
export const strongerRole = (a: Role, b: Role): Role => (ROLES.indexOf(a) >= ROLES.indexOf(b) ? a : b)

/** A document's name, parsed. */
export type DocName =
  | { readonly type: 'board'; readonly board: string }
  | { readonly type: 'stage' }
  | { readonly type: 'plan' }
  /** What one person writes in private, during one writing. */
  | { readonly type: 'draft'; readonly writing: string; readonly person: string }

/** The name of a board's document. */
export const boardDoc = (board: string): string => `board:${board}`
/** The name of the document in which a person writes during one writing. */
export const draftDoc = (writing: string, person: string): string => `draft:${writing}:${person}`

/** Parses a document's name; null when no document can have it. */
export const parseDocName = (name: string): DocName | null => {
  if (name === 'stage' || name === 'plan') return { type: name }
  const [type, first = '', second = '', ...rest] = name.split(':')
  if (type === 'board' && ID_PATTERN.test(first) && name === boardDoc(first)) return { type, board: first }
  if (type === 'draft' && ID_PATTERN.test(first) && ID_PATTERN.test(second) && rest.length === 0)
    return { type, writing: first, person: second }
  return null
}

/** Who asks, as far as permission goes. */
export interface Asker {
  readonly person: string
  /** Null for whoever is not let in any more: they may do nothing at all. */
  readonly role: Role | null
  /** Signed up for the project board: may write the plan. */
  readonly member: boolean
  /** A facilitator has paused their writing: they read and vote. */
  readonly muted?: boolean
}

/** Nobody opens another's draft, a facilitator as little as anybody. */
const isOwnDraft = (doc: Extract<DocName, { type: 'draft' }>, { person, role }: Asker): boolean =>
  doc.person === person && (role === 'participant' || role === 'facilitator')

/** May this person read the document? */
export const mayRead = (doc: DocName, asker: Asker): boolean => {
  switch (doc.type) {
    case 'board':
    case 'stage':
    case 'plan':
      return asker.role !== null
    case 'draft':
      return isOwnDraft(doc, asker)
    default:
      return doc satisfies never
  }
}

/** May this person write the document? `locked` tells whether the board rests. */
export const mayWrite = (doc: DocName, asker: Asker, locked: boolean): boolean => {
  switch (doc.type) {
    case 'board':
      return asker.role === 'facilitator' || (asker.role === 'participant' && !locked && !asker.muted)
    case 'stage':
      return false
    case 'plan':
      return asker.role === 'facilitator' || (asker.role !== null && asker.member && !asker.muted)
    case 'draft':
      return isOwnDraft(doc, asker) && !asker.muted
    default:
      return doc satisfies never
  }
}
