/** Reading requests, and answering refusals. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { ErrorBody } from '../../shared/answers.ts'
import { Refusal, REFUSALS, type RefusalCode } from '../../shared/errors.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { Log } from '../log.ts'

/** Parses a body. @throws Refusal, `malformed` unless told otherwise */
export const parseBody = <Value>(
  schema: z.ZodType<Value>,
  body: unknown,
  t: Translate,
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
const refusalOf = (error: FastifyError | Error, t: Translate): Refusal | null => {
  // Where it comes from the sync path, its words are for the log.
  if (error instanceof Refusal && error.code === 'storage-failed')
    return new Refusal('storage-failed', t('server.storage-failed'))
  if (error instanceof Refusal) return error
  const status = 'statusCode' in error ? error.statusCode : undefined
  if (status === 413) return new Refusal('too-large', t('server.too-large'))
  return status !== undefined && status >= 400 && status < 500
    ? new Refusal('malformed', t('server.malformed'))
    : null
}

/** Answers what was thrown. What is no refusal is a bug: it is logged, and told without its particulars. */
export const answerError =
  ({ log, t }: { readonly log: Log; readonly t: Translate }) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const refusal = refusalOf(error, t)
    if (!refusal) log.error({ err: error, route: request.routeOptions.url }, 'a request failed')
    const body: ErrorBody = {
      error: refusal
        ? { code: refusal.code, message: refusal.message }
        : { code: 'fault', message: t('server.fault') },
    }
    return reply
      .removeHeader('set-cookie')
      .code(refusal?.status ?? REFUSALS.fault)
      .send(body)
  }
