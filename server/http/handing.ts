/**
 * Large answers on their way out: they lie in memory until whoever asked has taken them. So only so much is under way at once, and
 * one that nobody takes anything of is cut.
 */
import { finished } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { Refusal } from '../../shared/errors.ts'
import type { Say } from '../say.ts'
import { LIMITS } from '../../shared/protocol.ts'

/** Counts an answer of so many bytes until the reply has ended, one way or the other. @throws Refusal `too-fast` */
export type HandOut = (reply: FastifyReply, person: string, bytes: number) => void

/** What all large answers share. */
export const createHandOut = ({
  t,
  limits = LIMITS.answers,
}: {
  readonly t: Say
  readonly limits?: Readonly<Record<keyof typeof LIMITS.answers, number>>
}): HandOut => {
  /** Bytes that a person has not taken yet. */
  const untaken = new Map<string, number>()
  let all = 0
  return (reply, person, bytes) => {
    const theirs = untaken.get(person) ?? 0
    const wouldPass = (waiting: number, most: number): boolean => waiting > 0 && waiting + bytes > most
    // However large, one by itself is given out.
    if (wouldPass(theirs, limits.perPerson) || wouldPass(all, limits.inAll))
      throw new Refusal('too-fast', t('server.too-fast.requests'), { person })
    untaken.set(person, theirs + bytes)
    all += bytes
    finished(reply.raw, () => {
      const left = (untaken.get(person) ?? 0) - bytes
      if (left > 0) untaken.set(person, left)
      else untaken.delete(person)
      all -= bytes
    })
    // Whoever takes a little now and then, on a bad line, is waited for.
    reply.raw.setTimeout(limits.untaken, () => reply.raw.destroy())
  }
}
