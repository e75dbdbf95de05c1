import { useSession, useStore } from '../model/react.tsx'
import { useT } from '../ui/words.tsx'
import css from './Offline.module.css'

/**
 * Says that what stands here may be old: pages beside the board have no status line of their own on a phone.
 * @param keeps what is changed here meanwhile is kept, and sent later
 */
export const Offline = ({ keeps = false }: { readonly keeps?: boolean }) => {
  const t = useT()
  const offline = useStore(useSession().status, ({ state }) => state === 'offline')
  return (
    <div role="status" className={offline ? css.offline : 'visually-hidden'}>
      {offline ? `${t('ui.offline.old')}${keeps ? ` ${t('ui.offline.keeps')}` : ''}` : null}
    </div>
  )
}
