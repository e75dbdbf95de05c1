import { Suspense, useCallback, type ReactNode, type RefObject } from 'react'
import type { Point } from '../../shared/geometry.ts'
import type { Goal } from '../model/goal.ts'
import { useSession, useStore } from '../model/react.tsx'
import { readDraft } from '../panels/item/draft.ts'
import { FollowFrame, FollowMark } from './FollowMark.tsx'
import css from './BoardPart.module.css'
import * as Lazy from './lazies.ts'
import type { Side } from './side.ts'
import { useAhead } from './useAhead.ts'
import type { FollowingHere } from './useFollowing.ts'

/** The board that is shown, as canvas or list, with what stands over it and the sheets of its things. */
export const BoardPart = ({
  id,
  list,
  goal,
  onReached,
  onLook,
  side,
  setSide,
  sight,
  call,
  following,
}: {
  readonly id: string
  readonly list: boolean
  /** Where the page is led to. */
  readonly goal: Goal | null
  readonly onReached: () => void
  /** Leads the page to a place. */
  readonly onLook: (goal: Goal) => void
  /** Where the canvas puts the way to learn what it shows. */
  readonly sight: RefObject<(() => Goal) | null>
  /** What calls to private writing; null when nothing does. */
  readonly call: ReactNode
  readonly following: FollowingHere
  readonly side: Side | null
  readonly setSide: (side: Side | null) => void
}) => {
  const session = useSession()
  const generation = useStore(session.generation)
  const { followed } = following
  useAhead()
  // A board that was replaced by a clean one is asked for again.
  const board = session.board(id)
  const close = useCallback(() => setSide(null), [setSide])
  const open = useCallback((item: string) => setSide({ type: 'item', item }), [setSide])
  const makeFigure = useCallback(
    (at?: Point) => setSide({ type: 'figure', ...(at ? { at } : {}) }),
    [setSide],
  )
  const changeFigure = useCallback((item: string) => setSide({ type: 'figure', item }), [setSide])
  // While people write in private here, nobody is to write openly by mistake: each way to a new note leads to a private one.
  const isPrivate = useStore(session.writing.mine, ({ spell }) => spell?.board === id)
  // Read whenever a sheet opens or closes: that is when it changes.
  const begun = readDraft(session.device, session.workshop, id)?.text ?? null
  const add = useCallback(
    (theme: string | null) => setSide(isPrivate ? { type: 'writing', write: true } : { type: 'note', theme }),
    [setSide, isPrivate],
  )
  // What one has just made is there to be seen, and to be gone on with.
  const made = useCallback(
    (item: string) => onLook({ board: id, item, at: null, choose: true, gently: true }),
    [id, onLook],
  )
  const writePrivately = useCallback(
    (pasted?: string) => setSide({ type: 'writing', write: true, ...(pasted ? { pasted } : {}) }),
    [setSide],
  )
  return (
    <>
      {followed ? <FollowFrame followed={followed} /> : null}
      {(call || followed) && !list ? (
        <div className={css.over}>
          {followed ? <FollowMark followed={followed} onStop={following.stop} /> : null}
          {call ? (
            <div className={css.call}>
              <Suspense fallback={null}>{call}</Suspense>
            </div>
          ) : null}
        </div>
      ) : null}
      {list ? (
        <Lazy.BoardList
          key={`l${generation}`}
          board={board}
          onOpen={open}
          onAdd={add}
          onMakeFigure={makeFigure}
          isPrivate={isPrivate}
          begun={begun}
          call={<Suspense fallback={null}>{call}</Suspense>}
          {...{ goal, onReached }}
        />
      ) : (
        <Lazy.BoardCanvas
          key={`b${generation}`}
          board={board}
          onOpen={open}
          onMakeFigure={makeFigure}
          {...(isPrivate ? { onNewNote: writePrivately } : {})}
          {...{ goal, onReached, sight }}
          followed={followed?.person ?? null}
          onLetGo={following.stop}
        />
      )}
      <Suspense fallback={null}>
        <Lazy.MuchDeleted board={board} />
        {side?.type === 'item' ? (
          <Lazy.ItemSheet
            board={board}
            item={side.item}
            onClose={close}
            onMade={made}
            onMakeFigure={changeFigure}
          />
        ) : null}
        {side?.type === 'note' ? (
          <Lazy.ItemSheet board={board} item={null} theme={side.theme} onClose={close} onMade={made} />
        ) : null}
        {side?.type === 'figure' ? (
          <Lazy.FigureMaker
            key={side.item ?? 'new'}
            board={board}
            {...(side.item ? { item: side.item } : {})}
            {...(side.at ? { at: side.at } : {})}
            onClose={close}
            onMade={made}
          />
        ) : null}
      </Suspense>
    </>
  )
}
