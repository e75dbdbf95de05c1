/** How long a document gathers what comes in and goes out, so that many people cost few frames and few people wait for nothing. */

/** As many as hold a document, on a server with no more than CALM sockets, get everything at once. */
const FEW = 12
const CALM = 100
/** Milliseconds. */
const QUICKEST_TICK = 20
const SLOWEST_TICK = 50
/** Sockets that make the tick longer by a millisecond. */
const PER_MILLISECOND = 20
/** Milliseconds, and sockets that make it longer by one: ten times a second for a thousand. */
const SLOWEST_PRESENCE = 100
const PRESENCE_PER_MILLISECOND = 10

/**
 * Milliseconds between two ticks of a document.
 * @param receivers who hold it
 * @param everyone sockets of the whole server: many small documents cost as much as a large one
 */
export const paceFor = (receivers: number, everyone: number): number => {
  const most = Math.max(receivers, everyone)
  return receivers <= FEW && most <= CALM ? 0 : Math.min(SLOWEST_TICK, QUICKEST_TICK + most / PER_MILLISECOND)
}

/**
 * Milliseconds until the next tick. All documents with the same pace tick together, so that one commit covers them all; a tick
 * that comes late does not hurry the next one.
 * @param pace as above
 * @param last when the document last ticked, ms of the same clock as `now`
 */
export const untilTick = (pace: number, last: number, now: number): number =>
  pace === 0 ? 0 : Math.ceil(Math.max(now, last + pace / 2) / pace) * pace - now

/** Milliseconds between two signs of who is where: with many people they are most of what goes out, and each moves but a little. */
export const presencePaceFor = (receivers: number, everyone: number): number =>
  Math.min(SLOWEST_PRESENCE, Math.max(receivers, everyone) / PRESENCE_PER_MILLISECOND)
