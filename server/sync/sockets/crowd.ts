/** How many sockets are open, by what they have in common. */

/** Counts who is in, by whatever they have in common. */
export interface Crowd {
  /** Counts one more under a name. @returns how to count it off again; null, when there are too many. */
  enter(name: string): (() => void) | null
  /** How many there are under a name. */
  count(name: string): number
}

/** @param limit the most under one name */
export const createCrowd = (limit: number): Crowd => {
  const counts = new Map<string, number>()
  const count = (name: string): number => counts.get(name) ?? 0
  return {
    enter(name) {
      if (count(name) >= limit) return null
      counts.set(name, count(name) + 1)
      let inside = true
      return () => {
        if (!inside) return
        inside = false
        const left = count(name) - 1
        if (left > 0) counts.set(name, left)
        else counts.delete(name)
      }
    },
    count,
  }
}

/** What all sockets have in common with some others. */
export interface Belonging {
  readonly person: string
  readonly workshop: string
  readonly address: string
}

/** How many may be open; see `LIMITS`. */
export interface Places {
  readonly socketsPerPerson: number
  readonly socketsWhenFull: number
  readonly socketsPerWorkshop: number
  readonly socketsPerAddress: number
}

/**
 * All sockets of a server. Whoever is in stays in; and once half of a workshop's places, or of an address's, are taken, each person
 * gets only few of the rest, so that thirty people with a hundred sockets each do not take a hall's.
 */
export const createDoor = (places: Places) => {
  const byPerson = createCrowd(places.socketsPerPerson)
  const byWorkshop = createCrowd(places.socketsPerWorkshop)
  const byAddress = createCrowd(places.socketsPerAddress)
  const isFilling = ({ workshop, address }: Belonging): boolean =>
    2 * byWorkshop.count(workshop) > places.socketsPerWorkshop ||
    2 * byAddress.count(address) > places.socketsPerAddress
  return {
    /**
     * Counts a socket in of which nothing but its address is known.
     * @returns how to count it off again; null, when there are too many
     */
    arrive: byAddress.enter,
    /** Counts in somebody who has arrived, likewise. */
    enter(belonging: Belonging): (() => void) | null {
      const { person, workshop } = belonging
      if (isFilling(belonging) && byPerson.count(person) >= places.socketsWhenFull) return null
      const leaveWorkshop = byWorkshop.enter(workshop)
      if (!leaveWorkshop) return null
      const leavePerson = byPerson.enter(person)
      if (!leavePerson) {
        leaveWorkshop()
        return null
      }
      return () => {
        leaveWorkshop()
        leavePerson()
      }
    },
  }
}
