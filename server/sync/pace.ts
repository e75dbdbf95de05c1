/** How long a document gathers what it sends, so that many people cost few frames and few people wait for nothing. */

/** As many as hold a document and still get everything at once. */
const FEW = 12
/** Milliseconds. */
const SHORTEST = 20
const LONGEST = 50
/** Receivers that make the tick longer by a millisecond. */
const PER_MILLISECOND = 20

/** Milliseconds between two frames of one kind to so many receivers. */
export const paceFor = (receivers: number): number =>
  receivers <= FEW ? 0 : Math.min(LONGEST, SHORTEST + receivers / PER_MILLISECOND)
