/** Joining: by a link's secret, by the workshop's code, or by a device's. */
import type { Participant } from '../../shared/answers.ts'
import { ROLES, strongerRole, type Role } from '../../shared/docs.ts'
import { Refusal, type About } from '../../shared/errors.ts'
import type { Say } from '../say.ts'
import { newId } from '../../shared/ids.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { metaOf, putPerson, type StagePerson } from '../../shared/stage.ts'
import type { Clock } from '../clock.ts'
import { madeUpName } from '../workshops/names.ts'
import type { PersonRecord, Way } from '../workshops/records.ts'
import type { Workshop, Workshops } from '../workshops/workshops.ts'
import { createAttempts } from './attempts.ts'
import type { Devices } from './devices.ts'
import { hashOf, normaliseCode } from './secrets.ts'
import { openSession, type EndedSession, type KnownSession } from './sessions.ts'

export interface JoinDeps {
  readonly workshops: Workshops
  readonly devices: Devices
  readonly clock: Clock
  readonly t: Say
  /** A whole number from 0 up to, not including, `below`. */
  readonly random: (below: number) => number
  /** Called when a person joined, or rose: they are here. */
  readonly seen: (workshop: Workshop, person: string) => void
}

/** What a secret or code would make of one. */
export interface WayIn {
  readonly workshop: Workshop
  readonly role: Role
  readonly via: Way
  /** The person, when it joins another device of theirs. */
  readonly person?: string
}

/** What a device's token tells: who it is here, or was. */
export interface Device {
  readonly known: KnownSession | null
  readonly ended: EndedSession | null
}

export const participantOf = ({ id, name, colour, role }: PersonRecord): Participant => ({
  id,
  name,
  colour,
  role,
})

/** A person as everybody sees them. */
export const stagePersonOf = (person: PersonRecord): StagePerson => ({
  ...participantOf(person),
  ...(person.muted && { muted: true }),
})

/** A person in another role. Nobody pauses a facilitator's writing, so who becomes one writes again. */
export const inRole = (person: PersonRecord, role: Role, via: Way): PersonRecord => {
  const { muted, ...rest } = person
  return { ...rest, role, via, ...(muted && role !== 'facilitator' && { muted }) }
}

export const createJoin = ({ workshops, devices, clock, t, random, seen }: JoinDeps) => {
  const wrong = createAttempts({ clock, window: 60_000 })

  const refuseWrong = (address: string, message: string, about: About = {}): never => {
    const tooFast = wrong.count(address) >= LIMITS.wrongAMinute
    wrong.add(address)
    throw tooFast
      ? new Refusal('too-fast', t('server.too-fast.codes'), about)
      : new Refusal('wrong-secret', message, about)
  }

  /** By a link's secret, or by the join code where the workshop is known. @throws Refusal `wrong-secret`, `too-fast`, `not-found` */
  const bySecret = async (id: string, secret: string, address: string): Promise<WayIn> => {
    const workshop = await workshops.get(id)
    const hash = hashOf(secret)
    const role = ROLES.find((name) => workshop.meta.links[name] === hash)
    if (role) return { workshop, role, via: role }
    // A browser shows its cookie only below the workshop's own address, so that is where it joins again by code.
    if (normaliseCode(secret) === workshop.meta.code && wrong.count(address) < LIMITS.guessesAMinute)
      return { workshop, role: 'participant', via: 'code' }
    return refuseWrong(address, t('server.wrong-link'))
  }

  /** @throws Refusal `wrong-secret`, `too-fast` */
  const byCode = async (typed: string, address: string, use: boolean): Promise<WayIn> => {
    if (wrong.count(address) >= LIMITS.guessesAMinute) return refuseWrong(address, t('server.wrong-code'))
    const code = normaliseCode(typed)
    const open = await workshops.byCode(code)
    // A workshop may have come by a code that waits for a device: then it is the workshop's.
    const device = open ? null : use ? devices.take(code) : devices.find(code)
    const id = open ?? device?.workshop
    const workshop = id ? await workshops.find(id) : null
    if (!workshop) return refuseWrong(address, t('server.wrong-code'))
    if (!device) return { workshop, role: 'participant', via: 'code' }
    const person = workshop.tables.person.get(device.person)
    if (!person || person.removed || !workshop.tables.session.has(device.session))
      return refuseWrong(address, t('server.wrong-code'), { workshop: workshop.id, person: device.person })
    return { workshop, role: person.role, via: person.via, person: person.id }
  }

  /** Closed doors keep newcomers out, but for facilitators and for people's other devices. */
  const mayEnter = ({ workshop, role, person }: WayIn): boolean =>
    Boolean(person) || role === 'facilitator' || metaOf(workshop.stage).doors === 'open'

  const rise = (way: WayIn, person: PersonRecord): PersonRecord => {
    if (strongerRole(person.role, way.role) === person.role || !mayEnter(way)) return person
    const risen = inRole(person, way.role, way.via)
    workshops.act(way.workshop, (stage) => {
      workshops.put(way.workshop, 'person', person.id, risen)
      putPerson(stage, stagePersonOf(risen))
    })
    return risen
  }

  /**
   * Whose ended session lets them come back as themselves. A removed person does not come back; and where another device of theirs
   * is in, a weaker way in makes another person: it must neither borrow their role nor lower it.
   */
  const returns = ({ workshop, role }: WayIn, { person }: EndedSession): boolean =>
    !person.removed &&
    (strongerRole(person.role, role) === role ||
      [...workshop.tables.session.values()].every((other) => other.person !== person.id))

  /** Who one would be by a way in, where that is somebody who is here already or was. */
  const sameAs = (way: WayIn, { known, ended }: Device): PersonRecord | null =>
    known?.person ?? (ended && returns(way, ended) ? ended.person : null)

  /** Lets a person in anew, with the role of the way by which they come. */
  const comeBack = ({ workshop, role, via }: WayIn, { session, person }: EndedSession): PersonRecord => {
    const back = inRole(person, role, via)
    workshops.act(workshop, (stage) => {
      workshops.remove(workshop, 'ended', session)
      workshops.put(workshop, 'person', person.id, back)
      putPerson(stage, stagePersonOf(back))
    })
    return back
  }

  /** Makes a person. @throws Refusal `full` */
  const newPerson = (workshop: Workshop, role: Role, via: Way, name: string | undefined): PersonRecord => {
    const people = workshop.tables.person
    if (people.size >= LIMITS.people) throw new Refusal('full', t('server.full.people'))
    const taken = new Set([...people.values()].map((known) => known.name))
    const person: PersonRecord = {
      id: newId(),
      name: name || madeUpName(taken, t, random),
      colour: people.size,
      role,
      via,
      consent: null,
      removed: false,
    }
    workshops.act(workshop, (stage) => {
      workshops.put(workshop, 'person', person.id, person)
      putPerson(stage, stagePersonOf(person))
    })
    return person
  }

  const refuseAtClosedDoors = (way: WayIn): void => {
    if (!mayEnter(way)) throw new Refusal('doors-closed', t('server.doors-closed'))
  }

  return {
    bySecret,
    byCode,
    newPerson,
    /**
     * Who one would be by a way in, where that is somebody who is here already or was. Whoever may not join is told so before they
     * fill anything in, and nothing else.
     * @throws Refusal `doors-closed`
     */
    knock(way: WayIn, device: Device): PersonRecord | null {
      if (!device.known) refuseAtClosedDoors(way)
      return sameAs(way, device)
    },
    /**
     * Joins. A device that is in already stays the same person, whose role may rise, never fall. One whose session was ended by
     * a replaced link is the same person again, with the role of the new way in.
     * @throws Refusal `doors-closed`
     */
    join(way: WayIn, name: string | undefined, device: Device) {
      const { workshop } = way
      const { known, ended } = device
      if (known && (!way.person || way.person === known.person.id)) {
        const person = rise(way, known.person)
        seen(workshop, person.id)
        return { known: true, token: known.token, person }
      }
      refuseAtClosedDoors(way)
      const own = way.person ? workshop.tables.person.get(way.person) : undefined
      const back = !own && ended && returns(way, ended) ? comeBack(way, ended) : null
      const person = own ?? back ?? newPerson(workshop, way.role, way.via, name)
      const token = openSession(workshops, workshop, person.id)
      seen(workshop, person.id)
      return { known: false, token, person }
    },
  }
}

export type Join = ReturnType<typeof createJoin>
