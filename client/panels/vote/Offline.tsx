import { useSession, useStore } from '../../model/react.tsx'
import { useT } from '../../ui/words.tsx'
import vote from './Vote.module.css'

/** Says that what stands here may be old: the page of votes has no status line of its own on a phone. */
export const Offline = () => {
  const t = useT()
  const offline = useStore(useSession().status, ({ state }) => state === 'offline')
  return (
    <div role="status" className={offline ? vote.problem : 'visually-hidden'}>
      {offline ? t('vote.offline') : null}
    </div>
  )
}
