/**
 * Messages of which some has come, but not all. The WebSocket library keeps what it has of them, and a hundred sockets with a
 * megabyte each are a hundred megabytes. What is whole, but came too early (`held.ts`), counts with them. Where one person, or all
 * at one address, have too much begun, whoever began first goes: people's own messages are whole within moments.
 */
import { LIMITS } from '../../../shared/protocol.ts'

/** What has begun on one socket. */
export interface Unfinished {
  /** So many bytes came, and whatever became whole by them was told before. */
  came(bytes: number): void
  /** A message is whole. */
  whole(): void
  /** A sign of life came whole, with so many bytes of its own: it may stand amid a message's pieces. */
  beat(bytes: number): void
  /** Whether something has. */
  hasBegun(): boolean
  /** The socket is gone. */
  leave(): void
}

/** Bytes of a client's frame around a sign of life (RFC 6455, 5.2). */
const FRAME = 6

/** A socket on which something has begun. */
interface Begun {
  bytes: number
  /** Ends its socket, of which nothing is kept any more. */
  readonly cut: (isOwnFault: boolean) => void
}

/** What has begun under each name; in each, first who began first. */
const createPiles = (most: number) => {
  const piles = new Map<string, { bytes: number; readonly begun: Set<Begun> }>()
  return {
    add(name: string, one: Begun, bytes: number): void {
      const pile = piles.get(name) ?? { bytes: 0, begun: new Set() }
      piles.set(name, pile)
      pile.begun.add(one)
      pile.bytes += bytes
    },
    remove(name: string, one: Begun): void {
      const pile = piles.get(name)
      if (!pile?.begun.delete(one)) return
      pile.bytes -= one.bytes
      if (pile.begun.size === 0) piles.delete(name)
    },
    /** Cuts whoever began first, until it is not too much any more. */
    relieve(name: string, isOwnFault: boolean): void {
      for (let pile = piles.get(name); pile && pile.bytes > most; pile = piles.get(name)) {
        const [first] = pile.begun
        first?.cut(isOwnFault)
      }
    },
  }
}

/** Watches all sockets of a server. @returns how to watch one more, with how to end it */
export const createUnfinished = (
  limits: { readonly perPerson: number; readonly perAddress: number } = LIMITS.unfinished,
) => {
  const byPerson = createPiles(limits.perPerson)
  const byAddress = createPiles(limits.perAddress)
  return (
    { person, address }: { readonly person: string; readonly address: string },
    cut: (isOwnFault: boolean) => void,
  ): Unfinished => {
    let isWhole = false
    let aside = 0
    let isGone = false
    const forget = (): void => {
      if (mine.bytes === 0) return
      byPerson.remove(person, mine)
      byAddress.remove(address, mine)
      mine.bytes = 0
    }
    const leave = (): void => {
      isGone = true
      forget()
    }
    const mine: Begun = {
      bytes: 0,
      cut(isOwnFault) {
        leave()
        cut(isOwnFault)
      },
    }
    return {
      came(bytes) {
        // Most messages come in one piece, and are whole already. Of what follows in the same piece, little can be lost sight of.
        const more = isWhole || isGone ? 0 : bytes - aside
        isWhole = false
        aside = 0
        if (more === 0) return
        if (mine.bytes + more <= 0) return forget()
        mine.bytes += more
        // Counted in both before anybody is cut: whoever goes takes out of both all that is theirs.
        byPerson.add(person, mine, more)
        byAddress.add(address, mine, more)
        byPerson.relieve(person, true)
        byAddress.relieve(address, false)
      },
      whole() {
        isWhole = true
        forget()
      },
      beat(bytes) {
        aside += bytes + FRAME
      },
      hasBegun: () => mine.bytes > 0,
      leave,
    }
  }
}
