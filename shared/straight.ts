/**
 * A facilitator's link that asks nothing at the door: for one's own example, where nobody else is. It works for no other role, so
 * that nobody can be led past what is said to those who join.
 */
export const STRAIGHT = '?straight'

export const straightIn = (link: string): string => link.replace('#', `${STRAIGHT}#`)
