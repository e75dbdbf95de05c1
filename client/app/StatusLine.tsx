import { useSession, useStore } from '../model/react.tsx'
import type { SyncStatus } from '../model/types.ts'
import type { MessageKey, MessageValues } from '../../shared/i18n/translate.ts'
import { useT } from '../ui/words.tsx'
import css from './StatusLine.module.css'

type Tone = 'plain' | 'warn' | 'good'

const wordsFor = (
  { state, waiting, back }: SyncStatus,
  keeps: boolean,
): readonly [tone: Tone, key: MessageKey, values?: MessageValues] => {
  if (state === 'offline')
    return ['warn', keeps ? 'status.offline' : 'status.offline.unkept', { count: waiting }]
  if (back) return ['good', 'status.back']
  if (state === 'connecting') return ['plain', 'status.connecting']
  return waiting > 0 ? ['plain', 'status.saving'] : ['good', 'status.saved']
}

/** Whether what I made is safe: "Saved" only when the server has it. */
export const StatusLine = () => {
  const t = useT()
  const session = useSession()
  const status = useStore(session.status)
  const keeps = useStore(session.keeps)
  const me = useStore(session.info, (info) => info.participant.id)
  const viewer = useStore(session.info, (info) => info.role === 'viewer')
  const muted = useStore(session.stage, (stage) => stage.people.get(me)?.muted === true)
  const [tone, key, values] = wordsFor(status, keeps)
  const pill = status.state === 'offline' || status.back
  const watching = (viewer || muted) && !pill && status.state === 'online'
  return (
    <span
      className={css.line}
      data-tone={watching ? 'plain' : tone}
      data-pill={pill || undefined}
      data-testid="status"
    >
      {watching ? t('status.watching') : t(key, values)}
    </span>
  )
}
