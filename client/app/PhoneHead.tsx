import { useSession, useStore } from '../model/react.tsx'
import { Bead } from '../ui/Bead.tsx'
import { HandMark } from '../ui/HandMark.tsx'
import { Menu } from '../ui/Menu.tsx'
import { useT } from '../ui/words.tsx'
import css from './Bar.module.css'
import { BoardMenu } from './BoardMenu.tsx'
import { StatusLine } from './StatusLine.tsx'
import { StepPill } from './StepPill.tsx'
import { useMenu, type MenuActions } from './useMenu.tsx'

/** The head of a phone's screen: title, how things stand, and my bead, which opens the rest. */
export const PhoneHead = ({
  boardId,
  list,
  onShow,
  onInvite,
  onLeave,
}: MenuActions & { readonly boardId: string | null; readonly list: boolean }) => {
  const t = useT()
  const session = useSession()
  const { title, participant, boards, role } = useStore(session.info)
  const items = useMenu({ onShow, onInvite, onLeave })
  const raised = useStore(session.stage, ({ people }) => people.get(participant.id)?.hand !== undefined)
  const menu = boards.length > 1 || role === 'facilitator'
  return (
    <header className={css.head}>
      <div className={css.names}>
        <h1 className={css.headTitle}>{title}</h1>
        <p className={css.headLine}>
          {menu ? (
            <>
              <BoardMenu boardId={boardId} list={list} />
              <span aria-hidden="true">·</span>
            </>
          ) : null}
          <StatusLine />
        </p>
      </div>
      <Menu
        label={t('bar.menu.me', { name: participant.name })}
        className={css.me ?? ''}
        trigger={
          <>
            <Bead person={participant} size={44} />
            {raised ? (
              <span className={css.raised}>
                <HandMark />
              </span>
            ) : null}
          </>
        }
        items={items}
      />
      {/* The list shows the step itself. */}
      {list ? null : <StepPill boardId={boardId} />}
    </header>
  )
}
