/** Reading requests, and answering refusals. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { ErrorBody } from '../../shared/answers.ts'
import { Refusal, REFUSALS, type RefusalCode } from '../../shared/errors.ts'
import type { Say } from '../say.ts'
import { newReference, referenceOf } from '../../shared/reference.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { networkOf } from '../auth/attempts.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { createSparingLogs } from '../sparing.ts'
import { StorageUnavailable } from '../storage/storage.ts'
import type { WhoAsks } from './whoIs.ts'

/** Parses a body. @throws Refusal, `malformed` unless told otherwise */
export const parseBody = <Value>(
  schema: z.ZodType<Value>,
  body: unknown,
  t: Say,
  code: RefusalCode = 'malformed',
): Value => {
  const parsed = schema.safeParse(body)
  if (!parsed.success)
    throw new Refusal(code, t(code === 'unfit-ballot' ? 'server.unfit-ballot' : 'server.malformed'))
  return parsed.data
}

/** A part of the path. */
export const pathPart = (request: FastifyRequest, name: 'id' | 'rid' | 'name' | 'board' | 'at'): string => {
  const parsed = z.object({ [name]: z.string() }).safeParse(request.params)
  return parsed.success ? (parsed.data[name] ?? '') : ''
}

/** What went wrong, as a refusal: our own, or the framework's about a request that it could not read. */
const refusalOf = (error: FastifyError | Error, t: Say): Refusal | null => {
  // Where it comes from the sync path, its words are for the log.
  if (error instanceof StorageUnavailable || (error instanceof Refusal && error.code === 'storage-failed'))
    return new Refusal('storage-failed', t('server.storage-failed'))
  if (error instanceof Refusal) return error
  const status = 'statusCode' in error ? error.statusCode : undefined
  if (status === 413) return new Refusal('too-large', t('server.too-large'))
  return status !== undefined && status >= 400 && status < 500
    ? new Refusal('malformed', t('server.malformed'))
    : null
}

/**
 * Answers what was thrown. What is no refusal is a bug: it is logged, and told without its particulars. Each refusal is counted,
 * and leaves a line by which whoever was refused can be helped.
 */
export const answerError = ({
  log,
  t,
  metrics,
  clock,
  whoIs,
}: {
  readonly log: Log
  readonly t: Say
  readonly metrics: Pick<Metrics, 'add'>
  readonly clock: Pick<Clock, 'elapsed'>
  /** Who asks, and of which workshop, as ids. */
  readonly whoIs: (request: FastifyRequest) => WhoAsks
}) => {
  const personLog = createSparingLogs(log, LIMITS.lines, clock.elapsed)
  const addressLog = createSparingLogs(log, LIMITS.linesPerAddress, clock.elapsed)
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const refusal = refusalOf(error, t)
    const { method, routeOptions } = request
    const route = routeOptions.url
    const code = refusal?.code ?? 'fault'
    const status = REFUSALS[code]
    metrics.add('kiteboard_http_refusals_total', 1, { code, status })
    const why = error instanceof StorageUnavailable ? { why: error.message } : {}
    const asking = { ...whoIs(request), ...refusal?.about, ...why }
    const { person } = asking
    const reference = person ? referenceOf(person) : newReference()
    if (!refusal) log.error({ err: error, route, ...asking, reference }, 'a request failed')
    const lines = person ? personLog(person) : addressLog(networkOf(request.ip))
    const isTold = lines.info({ method, route, code, status, ...asking, reference }, 'a request was refused')
    const body: ErrorBody = {
      error: {
        code,
        message: refusal?.message ?? t('server.fault'),
        // Of use only where there is a line with it.
        ...((person || isTold || !refusal) && { reference }),
      },
    }
    return reply.removeHeader('set-cookie').code(status).send(body)
  }
}
