import { useId } from 'react'
import { useSession, useStore } from '../model/react.tsx'
import type { Writers } from '../model/types.ts'
import css from './BoardList.module.css'
import { sectionKey, windowOf } from './flat.ts'
import { ItemRow } from './ItemRow.tsx'
import type { Section } from './rows.ts'
import { SectionFoot, ThemeHead } from './ThemeHead.tsx'
import type { useRows } from './useRows.ts'

/** A theme's heading and its items, of which those in view are drawn. */
export const SectionRows = ({
  section,
  head,
  place,
  themes,
  writers,
  writable,
  choosing,
  marked,
  current,
  parted,
  rows,
}: {
  readonly section: Section
  /** Where the heading stands among all rows. */
  readonly head: number
  readonly place: number
  readonly themes: number
  readonly writers: Writers
  readonly writable: boolean
  readonly choosing: boolean
  readonly marked: ReadonlySet<string>
  readonly current: string | null
  readonly parted: boolean
  readonly rows: ReturnType<typeof useRows>
}) => {
  const id = useId()
  const { stage, info } = useSession()
  const me = useStore(info, ({ participant }) => participant.id)
  const people = useStore(stage, (now) => now.people)
  const credits = useStore(stage, (now) => now.credits)
  const { items } = section
  /** Who writes in it: empty for somebody, null for nobody. */
  const writerOf = (item: string): string | null => {
    const others = writers.get(item)
    return others ? (people.get(others[0] ?? '')?.name ?? '') : null
  }
  const first = head + 1
  const { cells, rest } = windowOf(first, first + items.length, rows.drawn, rows.startOf, rows.endOf)
  const stop = items.some((item) => item.id === current) ? current : items[0]?.id
  // The last section needs no heading while it is all there is, and none while it is empty.
  const bare = !section.theme && themes > 0 && !items.length
  return (
    <section aria-labelledby={bare ? undefined : id}>
      {bare ? null : (
        <ThemeHead {...{ section, id, writable, place, themes }} index={head} measure={rows.measure} />
      )}
      {items.length ? (
        <ul
          role="list"
          aria-labelledby={id}
          className={css.items}
          style={rest ? { paddingBlockEnd: rest } : undefined}
        >
          {cells.map(({ index, gap }) => {
            const item = items[index - first]
            if (!item) return null
            const credit = credits.get(item.id)
            const author = credit?.person ? (people.get(credit.person) ?? null) : null
            return (
              <ItemRow
                key={item.id}
                {...{ item, author, writable, choosing, parted, gap, index }}
                place={index - first + 1}
                count={items.length}
                mine={author?.id === me}
                room={credit?.room === true}
                writer={writerOf(item.id)}
                chosen={marked.has(item.id)}
                current={item.id === stop}
                measure={rows.measure}
              />
            )
          })}
        </ul>
      ) : null}
      <SectionFoot
        key={sectionKey(section)}
        {...{ section, writable }}
        index={first + items.length}
        measure={rows.measure}
      />
    </section>
  )
}
