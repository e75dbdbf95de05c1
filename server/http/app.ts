/** The HTTP side of the server: one file a resource, and what holds for all of them. */
import fastifyHelmet from '@fastify/helmet'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify'
import { Refusal } from '../../shared/errors.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { checkOrigin } from '../auth/origin.ts'
import { answerError } from './answers.ts'
import { commandRoutes } from './commands.ts'
import type { HttpDeps } from './deps.ts'
import { deviceRoutes } from './devices.ts'
import { exportRoutes } from './exports.ts'
import { createHandOut } from './handing.ts'
import { healthRoutes } from './health.ts'
import { interfaceRoutes } from './interfacePage.ts'
import { isPage } from './pages.ts'
import { pointRoutes } from './points.ts'
import { roundRoutes } from './rounds.ts'
import { sessionRoutes } from './sessions.ts'
import { syncRoutes } from './sync.ts'
import { whoIsIn } from './whoIs.ts'
import { workshopRoutes } from './workshops.ts'

/** A key that Kiteboard has no use for, and that parsers drop in silence: a ballot with it would count as an empty one. */
const withoutPrototype = (key: string, value: unknown): unknown => {
  if (key === '__proto__') throw new SyntaxError(key)
  return value
}

const helmetFor = ({ house, secure }: HttpDeps) => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // The dialogs' library sets styles from script; text of people's never becomes a style.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      // Older Safari does not take 'self' for a WebSocket's address. The policy's grammar knows no IPv6 addresses.
      connectSrc: [
        "'self'",
        () =>
          [...house.origins()]
            .filter((origin) => !origin.includes('['))
            .map((origin) => origin.replace(/^http/, 'ws'))
            .join(' '),
      ],
      workerSrc: ["'self'", 'blob:'],
      manifestSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' as const },
  // Browsers ignore these over plain http, and complain of them.
  strictTransportSecurity: secure ? { maxAge: 15_552_000 } : false,
  crossOriginOpenerPolicy: secure,
  originAgentCluster: secure,
})

/** Puts the interface together. Whoever calls this listens, and closes. */
export const createApp = async (deps: HttpDeps): Promise<FastifyInstance> => {
  const { house, pages, strict, trustProxy } = deps
  const { committer, origins, clock, log, t } = house
  const whoIs = whoIsIn(house.workshops)
  const answer = answerError({ log, t, metrics: deps.metrics, clock, whoIs })
  const app = Fastify({
    bodyLimit: LIMITS.body,
    trustProxy,
    forceCloseConnections: 'idle',
    requestTimeout: LIMITS.request,
    frameworkErrors: answer,
  })
  /** For each request, what waits until all that it tells is stored. */
  const stored = new WeakMap<FastifyRequest, () => Promise<void>>()
  const handOut = createHandOut({ t })
  let stopping = false

  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(body.toString(), withoutPrototype))
    } catch {
      done(new Refusal('malformed', t('server.malformed')))
    }
  })
  // A refusal tells of how things stand, too: that a round is closed, that a session has ended.
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const failed = await stored
      .get(request)?.()
      .then(
        () => null,
        (why: FastifyError) => why,
      )
    return answer(failed ?? error, request, reply)
  })
  if (strict) await app.register(fastifyHelmet, helmetFor(deps))

  app.addHook('onRequest', async (request, reply) => {
    // By its route, not by its address, which may be spelt in many ways: `/%61pi`.
    if (!(request.routeOptions.url ?? request.url).startsWith('/api')) return
    stored.set(request, committer.watch())
    reply.header('cache-control', 'no-store')
    checkOrigin(request.headers, origins(), t)
  })
  // What an answer tells is stored before it is told. A route may have waited after it read or changed something: where a commit
  // failed meanwhile, that may be nowhere.
  app.addHook('preSerialization', async (request, reply, payload) => {
    if (reply.statusCode < 400) await stored.get(request)?.()
    return payload
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url
    if (route?.startsWith('/api'))
      log.debug(
        { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
        'answered',
      )
  })
  app.addHook('preClose', async () => {
    stopping = true
  })

  healthRoutes(app, deps, () => stopping)
  interfaceRoutes(app, deps)
  workshopRoutes(app, deps)
  sessionRoutes(app, deps)
  deviceRoutes(app, deps)
  commandRoutes(app, deps)
  roundRoutes(app, deps)
  exportRoutes(app, deps, handOut)
  pointRoutes(app, deps, handOut)
  syncRoutes(app, deps)
  const page = await pages(app)
  app.setNotFoundHandler((request, reply) => {
    if (isPage(request.method, request.url)) return page(request, reply)
    throw new Refusal('not-found', t('server.no-page'))
  })
  return app
}
