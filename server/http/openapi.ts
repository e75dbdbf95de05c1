/** The interface as OpenAPI 3.1, made from the schemas that requests are checked with. */
import * as z from 'zod'
import { EXPORTS } from '../../shared/api.ts'
import { REFUSALS } from '../../shared/errors.ts'
import { CALLS, refusalsOf, type Answer, type Call, type TellInterface } from './interface.ts'

type Json = Readonly<Record<string, unknown>>

/** A schema as JSON Schema: what one may send, or what one gets. */
export const schemaOf = (schema: z.core.$ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

/** What an answer holds, as far as OpenAPI has words for it. */
const contentOf = (answer: Answer): Json => {
  switch (answer.type) {
    case 'json':
      return { content: { 'application/json': { schema: schemaOf(answer.schema, 'output') } } }
    case 'file':
      return { content: { [answer.media]: { schema: { type: 'string', contentMediaType: answer.media } } } }
    case 'socket':
      return {}
    default:
      return answer satisfies never
  }
}

/** `/api/workshops/:id` as OpenAPI has it: `/api/workshops/{id}`. */
const templateOf = (path: string): string => path.replace(/:(\w+)/g, '{$1}')

const parametersOf = (path: string): readonly Json[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'name' ? { enum: EXPORTS } : { type: 'string' },
  }))

/** What may be refused, by status: several codes may share one. */
const refusedWith = (call: Call): Json => {
  const byStatus = new Map<number, string[]>()
  for (const code of refusalsOf(call))
    byStatus.set(REFUSALS[code], [...(byStatus.get(REFUSALS[code]) ?? []), code])
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.join(', '),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
      },
    ]),
  )
}

const operationOf = (call: Call, t: TellInterface): Json => ({
  summary: t(call.summary, { names: EXPORTS.join(', ') }),
  ...(call.path.includes(':') && { parameters: parametersOf(call.path) }),
  security: call.session ? [{ token: [] }, { cookie: [] }] : [],
  ...(call.body && {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemaOf(call.body, 'input') } },
    },
  }),
  responses: {
    ...Object.fromEntries(
      Object.entries(call.answers).map(([status, answer]) => [
        status,
        { description: t(call.summary, { names: EXPORTS.join(', ') }), ...contentOf(answer) },
      ]),
    ),
    ...refusedWith(call),
  },
})

/** All of the document but where the server is reached. */
export const openApiOf = (t: TellInterface): Json => {
  const paths: Record<string, Record<string, Json>> = {}
  for (const call of CALLS) {
    const path = (paths[templateOf(call.path)] ??= {})
    path[call.method.toLowerCase()] = operationOf(call, t)
  }
  return {
    openapi: '3.1.0',
    info: { title: t('interface.title'), version: '1', description: t('interface.about') },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'kb_<workshop>' },
      },
      schemas: {
        Refusal: schemaOf(
          z.object({
            error: z.object({
              code: z.enum(Object.keys(REFUSALS)),
              message: z.string(),
              reference: z.string().optional().describe(t('interface.reference')),
            }),
          }),
          'output',
        ),
      },
    },
  }
}
