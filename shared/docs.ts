/** The documents of a workshop, and who may do what with each. Permission is per document: see ARCHITECTURE.md. */
import { ID_PATTERN } from './ids.ts'

/** What a person may be in a workshop. */
export const ROLES = ['viewer', 'participant', 'facilitator'] as const
export type Role = (typeof ROLES)[number]

/** Roles from the weakest to the strongest; a person's role may rise, never fall. */
export const strongerRole = (a: Role, b: Role): Role => (ROLES.indexOf(a) >= ROLES.indexOf(b) ? a : b)

/** A document's name, parsed. */
export type DocName =
  { readonly type: 'board'; readonly board: string } | { readonly type: 'stage' } | { readonly type: 'plan' }

export const boardDoc = (board: string): string => `board:${board}`

/** Parses a document's name; null when no document can have it. */
export const parseDocName = (name: string): DocName | null => {
  if (name === 'stage' || name === 'plan') return { type: name }
  const board = name.startsWith('board:') ? name.slice('board:'.length) : ''
  return ID_PATTERN.test(board) ? { type: 'board', board } : null
}

/** Who asks, as far as permission goes. */
export interface Asker {
  readonly role: Role
  /** Signed up for the project board: may write the plan. */
  readonly member: boolean
}

/** May this person read the document? */
export const mayRead = (doc: DocName, asker: Asker): boolean => {
  switch (doc.type) {
    case 'board':
    case 'stage':
    case 'plan':
      return Boolean(asker.role)
    default:
      return doc satisfies never
  }
}

/** May this person write the document? `locked` tells whether the board rests. */
export const mayWrite = (doc: DocName, asker: Asker, locked: boolean): boolean => {
  switch (doc.type) {
    case 'board':
      return asker.role === 'facilitator' || (asker.role === 'participant' && !locked)
    case 'stage':
      return false
    case 'plan':
      return asker.role === 'facilitator' || asker.member
    default:
      return doc satisfies never
  }
}
