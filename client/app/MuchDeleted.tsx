import { useEffect, useState } from 'react'
import { itemsOf } from '../../shared/board.ts'
import { BinDialog } from '../list/BinDialog.tsx'
import type { BoardHandle } from '../model/types.ts'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

/** So many things at once do not vanish without a word. */
const MUCH = 10

/** Tells when others delete much of a board, and leads to the bin; and takes that back once it is there again. */
export const MuchDeleted = ({ board }: { readonly board: BoardHandle }) => {
  const t = useT()
  const notify = useNotify()
  const dismiss = useDismiss()
  const [looks, setLooks] = useState(false)
  useEffect(() => {
    let before = board.view.get()
    /** What was told of, of which all came one after the other, as a large change does. */
    let told: { readonly ids: readonly string[]; readonly text: string } | null = null
    const isMine = (id: string): boolean =>
      itemsOf(board.doc).get(id)?._map.get('trashed')?.id.client === board.doc.clientID
    return board.view.subscribe(() => {
      const [now, was] = [board.view.get(), before]
      before = now
      if (now.bin === was.bin) return
      const isGone = (id: string): boolean => now.items.get(id)?.trashed === true
      const left = told?.ids.filter(isGone) ?? []
      const fresh = now.bin.flatMap(({ id }) =>
        was.items.get(id)?.trashed === false && !isMine(id) ? [id] : [],
      )
      const ids = fresh.length >= MUCH ? [...left, ...fresh] : left
      if (told && ids.length === told.ids.length) return
      if (told) dismiss(told.text)
      told = null
      if (ids.length < MUCH) return
      const text = t('say.deleted', { count: ids.length })
      told = { ids, text }
      notify({
        text,
        stays: true,
        action: {
          label: t('say.deleted.look'),
          run() {
            told = null
            setLooks(true)
          },
        },
      })
    })
  }, [board, t, notify, dismiss])
  return looks ? <BinDialog board={board} onClose={() => setLooks(false)} /> : null
}
