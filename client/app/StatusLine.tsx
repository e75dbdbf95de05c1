import { BARRED } from '../model/connection.ts'
import { useSession, useStore } from '../model/react.tsx'
import type { SyncStatus } from '../model/types.ts'
import type { MessageKey, Translate } from '../../shared/i18n/translate.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { useT } from '../ui/words.tsx'
import css from './StatusLine.module.css'

type Tone = 'plain' | 'warn' | 'good'

/** Why there is no connection, as far as the server told. */
const whyOffline = (code: number | null): MessageKey => {
  switch (code) {
    case CLOSE.tooSlow:
      return 'status.slow'
    case CLOSE.tooFast:
      return 'status.fast'
    case CLOSE.restarting:
      return 'status.restarting'
    case BARRED:
      return 'status.barred'
    default:
      return 'status.offline'
  }
}

/** What the status line says, in one or two sentences; a screen reader hears the same. */
export const statusWords = (
  t: Translate,
  { state, waiting, back, trouble, closed }: SyncStatus,
  keeps: boolean,
): readonly [tone: Tone, words: string] => {
  if (trouble === 'unkept') return ['warn', t('status.unkept')]
  if (trouble === 'unsaved' || (state === 'offline' && closed === CLOSE.storageFailed))
    return ['warn', t(keeps ? 'status.unsaved' : 'status.unsaved.unkept')]
  if (state === 'offline') {
    const rest = t(keeps ? 'status.waits' : 'status.waits.unkept', { count: waiting })
    return ['warn', `${t(whyOffline(closed))} ${rest}`]
  }
  if (trouble === 'mixed') return ['warn', t('status.mixed')]
  if (back) return ['good', t('status.back')]
  if (state === 'connecting') return ['plain', t('status.connecting')]
  return waiting > 0 ? ['plain', t('status.saving')] : ['good', t('status.saved')]
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
  const kept = useStore(session.refused, (all) => all.reduce((sum, { count }) => sum + count, 0))
  const [tone, words] =
    kept > 0 && status.state === 'online' && status.waiting === 0 && !status.trouble
      ? // What was refused is not saved, though nothing waits.
        (['plain', t('status.kept', { count: kept })] as const)
      : statusWords(t, status, keeps)
  const pill = tone === 'warn' || status.back
  const watching = (viewer || muted) && kept === 0 && !pill && status.state === 'online'
  return (
    <span
      className={css.line}
      data-tone={watching ? 'plain' : tone}
      data-pill={pill || undefined}
      data-testid="status"
    >
      {watching ? t('status.watching') : words}
    </span>
  )
}
