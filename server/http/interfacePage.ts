/** `/api`: the interface as a page to read, and `/api/openapi.json`: the same for programs. */
import type { FastifyInstance } from 'fastify'
import { EXPORTS } from '../../shared/api.ts'
import { command } from '../../shared/commands.ts'
import { ROLES, type Role } from '../../shared/docs.ts'
import { REFUSALS } from '../../shared/errors.ts'
import { interfaceWords } from '../../shared/i18n/en/interface.ts'
import { createSpeaker } from '../../shared/i18n/translate.ts'
import { MAY } from '../commands/carryOut.ts'
import type { HttpDeps } from './deps.ts'
import {
  CALLS,
  refusalsOf,
  type Answer,
  type Call,
  type InterfaceKey,
  type TellInterface,
} from './interface.ts'
import { INTERFACE_STYLE } from './interfaceStyle.ts'
import { openApiOf, schemaOf } from './openapi.ts'

const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
const code = (text: string): string => `<code>${escape(text)}</code>`
const shown = (value: unknown): string => `<pre tabindex="0">${escape(JSON.stringify(value, null, 2))}</pre>`

/** Says a message with code in it: what stands for the code is put in only after the words were made safe. */
const withCode = (t: TellInterface, key: InterfaceKey, values: Readonly<Record<string, string>>): string => {
  const names = Object.keys(values)
  const marks = Object.fromEntries(names.map((name, index) => [name, `{${index}}`]))
  return escape(t(key, marks)).replace(/\{(\d)\}/g, (_mark, index: string) =>
    code(values[names[Number(index)] ?? ''] ?? ''),
  )
}

const answerOf = (status: string, answer: Answer, t: TellInterface): string => {
  const head = escape(t('interface.gives', { status }))
  if (answer.type === 'json') return `<p class="soft">${head}</p>${shown(schemaOf(answer.schema, 'output'))}`
  const what = answer.type === 'file' ? t('interface.file', { type: answer.media }) : t('interface.socket')
  return `<p class="soft">${head}: ${escape(what)}</p>`
}

const callOf = (call: Call, t: TellInterface): string => {
  const { method, path, summary, session, body, answers } = call
  const isCommand = body === command
  return `<details><summary><strong>${code(`${method} ${path}`)}</strong> <span>${escape(
    t(summary, { names: EXPORTS.join(', ') }),
  )}</span></summary>
<p class="soft">${escape(t(session ? 'interface.who.session' : 'interface.who.anybody'))}</p>
${body && !isCommand ? `<p class="soft">${escape(t('interface.sends'))}</p>${shown(schemaOf(body, 'input'))}` : ''}
${Object.entries(answers)
  .map(([status, answer]) => answerOf(status, answer, t))
  .join('\n')}
<p class="soft">${escape(t('interface.may-refuse'))}: ${refusalsOf(call).map(code).join(', ')}</p></details>`
}

/** The weakest role that may, in words. */
const whoMay = (roles: readonly Role[], t: TellInterface): string =>
  t(`interface.role.${ROLES.find((role) => roles.includes(role)) ?? 'facilitator'}`)

const commandsOf = (t: TellInterface): string =>
  command.options
    .map((option) => {
      const type = option.shape.type.value
      return `<details><summary><strong>${code(type)}</strong> <span class="soft">${escape(
        whoMay(MAY[type], t),
      )}</span></summary>${shown(schemaOf(option, 'input'))}</details>`
    })
    .join('\n')

const refusalsTable = (t: TellInterface): string =>
  `<table><thead><tr><th scope="col">${escape(t('interface.refusals.code'))}</th><th scope="col">${escape(
    t('interface.refusals.status'),
  )}</th></tr></thead><tbody>${Object.entries(REFUSALS)
    .map(([name, status]) => `<tr><td>${code(name)}</td><td>${status}</td></tr>`)
    .join('')}</tbody></table>`

const pageOf = (t: TellInterface): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(t('interface.title'))}</title>
<style>${INTERFACE_STYLE}</style>
</head>
<body>
<main>
<p><a href="/">${escape(t('interface.home'))}</a></p>
<h1>${escape(t('interface.title'))}</h1>
<p>${escape(t('interface.about'))}</p>
<p>${withCode(t, 'interface.token', { header: 'Authorization: Bearer <token>' })}</p>
<p><a href="/api/openapi.json">${escape(t('interface.openapi'))}</a></p>
<h2>${escape(t('interface.calls'))}</h2>
${CALLS.map((call) => callOf(call, t)).join('\n')}
<h2>${escape(t('interface.commands'))}</h2>
<p>${withCode(t, 'interface.commands.about', { call: 'POST /api/workshops/:id/commands' })}</p>
${commandsOf(t)}
<h2>${escape(t('interface.sync'))}</h2>
<p>${withCode(t, 'interface.sync.about', {
  address: 'WS /api/workshops/:id/sync/<document>',
  documents: 'board:<id>, stage, plan',
})}</p>
<h2>${escape(t('interface.refusals'))}</h2>
<p>${withCode(t, 'interface.refusals.about', { example: '{"error": {"code": "…", "message": "…"}}' })}</p>
${refusalsTable(t)}
</main>
</body>
</html>
`

/** What is told of the interface. It is the same for everybody, but for where they reach the server, and so it is made once. */
export const createInterface = (t: TellInterface) => {
  let page: string | null = null
  let openApi: string | null = null
  return {
    page: (): string => (page ??= pageOf(t)),
    /** @param base where the server is reached. @returns JSON */
    openApi(base: string): string {
      openApi ??= JSON.stringify(openApiOf(t)).slice(1)
      return `{"servers":${JSON.stringify([{ url: base }])},${openApi}`
    },
  }
}

export const interfaceRoutes = (app: FastifyInstance, { base }: HttpDeps): void => {
  const { page, openApi } = createInterface(createSpeaker('en', interfaceWords))
  app.get('/api', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page()))
  app.get('/api/openapi.json', async (request, reply) =>
    reply.type('application/json; charset=utf-8').send(openApi(base(request.headers.origin))),
  )
}
