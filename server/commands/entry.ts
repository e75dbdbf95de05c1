/** Commands on the ways in: doors, links, code. */
import { endSessions } from '../auth/sessions.ts'
import { hashOf, newCode, newSecret } from '../auth/secrets.ts'
import type { Command } from '../../shared/commands.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { setMeta } from '../../shared/stage.ts'
import type { Workshops } from '../workshops/workshops.ts'
import { linkOf, type Acting, type CommandDeps, type Made } from './acting.ts'

type Deps = Pick<CommandDeps, 'workshops' | 'sync' | 't'>
type Of<Type extends Command['type']> = Extract<Command, { type: Type }>

export const doors = ({ workshops }: Deps, { workshop }: Acting, { open }: Of<'doors'>): Made => {
  workshops.act(workshop, (stage) => setMeta(stage, { doors: open ? 'open' : 'closed' }))
  return {}
}

/** A code that no workshop has as its join code. */
export const freeCode = async (workshops: Workshops): Promise<string> => {
  for (;;) {
    const code = newCode()
    if ((await workshops.byCode(code)) === null) return code
  }
}

export const replaceCode = async ({ workshops }: Deps, { workshop }: Acting): Promise<Made> => {
  const code = await freeCode(workshops)
  workshops.act(workshop, (stage) => {
    workshops.setMeta(workshop, { code })
    setMeta(stage, { code })
  })
  return { code }
}

/** Those who hold their role by the old link are out at once; whoever replaces it stays. */
export const replaceLink = (
  { workshops, sync, t }: Deps,
  { workshop, person, base }: Acting,
  { role }: Of<'link.replace'>,
): Made => {
  const secret = newSecret()
  workshops.setMeta(workshop, { links: { ...workshop.meta.links, [role]: hashOf(secret) } })
  const concerned = endSessions(
    workshops,
    workshop,
    (id) => id !== person.id && workshop.tables.person.get(id)?.via === role,
  )
  for (const id of concerned)
    sync().close(workshop.id, { person: id }, CLOSE.noSession, t('server.no-session'))
  return { link: linkOf(base, workshop.id, secret) }
}
