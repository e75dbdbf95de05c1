/** How long a document gathers what comes in and goes out, so that many people cost few frames and few people wait for nothing. */

/** As many as hold a document, on a server with no more than CALM sockets, get everything at once. */
const FEW = 12
const CALM = 100
/** Milliseconds. */
const SHORTEST = 20
const LONGEST = 50
/** Sockets that make the tick longer by a millisecond. */
const PER_MILLISECOND = 20

/**
 * Milliseconds between two ticks of a document.
 * @param receivers who hold it
 * @param everyone sockets of the whole server: many small rooms cost as much as a large one
 */
export const paceFor = (receivers: number, everyone: number): number => {
  const most = Math.max(receivers, everyone)
  return receivers <= FEW && most <= CALM ? 0 : Math.min(LONGEST, SHORTEST + most / PER_MILLISECOND)
}
