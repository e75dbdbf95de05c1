/** Commands by which a facilitator runs the day: timer, step, head count. */
import type { Command } from '../../shared/commands.ts'
import { Refusal } from '../../shared/errors.ts'
import { metaOf, setMeta, type StageMeta } from '../../shared/stage.ts'
import type { Acting, CommandDeps, Made } from './acting.ts'

type Deps = Pick<CommandDeps, 'workshops' | 'clock' | 't'>
type Of<Type extends Command['type']> = Extract<Command, { type: Type }>

const MINUTE = 60_000

const set = ({ workshops }: Deps, { workshop }: Acting, meta: Partial<StageMeta>): Made => {
  workshops.act(workshop, (stage) => setMeta(stage, meta))
  return {}
}

export const startTimer = (deps: Deps, acting: Acting, { minutes }: Of<'timer.start'>): Made =>
  set(deps, acting, { timer: { endsAt: deps.clock.now() + minutes * MINUTE } })

/** A timer that has run out is extended from now: "five minutes more" means just that. */
export const extendTimer = (deps: Deps, acting: Acting, { minutes }: Of<'timer.extend'>): Made => {
  const { timer } = metaOf(acting.workshop.stage)
  if (!timer) throw new Refusal('unfit', deps.t('server.no-timer'))
  const now = deps.clock.now()
  return set(deps, acting, {
    timer: { endsAt: Math.max(now, Math.max(now, timer.endsAt) + minutes * MINUTE) },
  })
}

export const stopTimer = (deps: Deps, acting: Acting): Made => set(deps, acting, { timer: null })

export const setStep = (deps: Deps, acting: Acting, { step }: Of<'step'>): Made => set(deps, acting, { step })

export const setHeads = (deps: Deps, acting: Acting, { heads }: Of<'heads'>): Made =>
  set(deps, acting, { heads })
