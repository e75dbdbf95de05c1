import { useCallback, useEffect } from 'react'
import { CLOSE } from '../../shared/protocol.ts'
import { useSession } from '../model/react.tsx'
import type { Refused, Session } from '../model/types.ts'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { whyRefused } from './whyRefused.ts'

/** The document that something was refused of. */
export const handleOf = (session: Session, document: string) =>
  document === 'plan' ? session.plan() : session.board(document.replace(/^board:/, ''))

/** Puts back what was refused of a document, and says what became of it. */
export const usePutBack = (): ((document: string) => Promise<void>) => {
  const t = useT()
  const notify = useNotify()
  const session = useSession()
  return useCallback(
    async (document) => {
      const left = await session.putBack(document)
      if (left === null) notify({ text: t('refused.busy') })
      else if (left > 0) notify({ text: t('refused.left', { count: left }), stays: true })
      else notify({ text: t('refused.done') })
    },
    [session, notify, t],
  )
}

/** Tells what the server would not take, and offers to put it back as soon as that can be. */
export const useRefused = (): void => {
  const t = useT()
  const notify = useNotify()
  const dismiss = useDismiss()
  const session = useSession()
  const putBack = usePutBack()
  useEffect(() => {
    /** What was told of each document, and how to stop watching it. */
    const told = new Map<string, { count: number; words: string; stop: () => void }>()
    const forget = (document: string) => {
      const before = told.get(document)
      if (!before) return
      before.stop()
      dismiss(before.words)
      told.delete(document)
    }
    const tell = (each: Refused) => {
      const { document, count } = each
      forget(document)
      const { writable, ready } = handleOf(session, document)
      const can = () => writable.get() && ready.get()
      const say = () => {
        const before = told.get(document)
        // The way back takes the place of the bad news.
        if (before) dismiss(before.words)
        const words = [
          t(whyRefused(each, session)),
          t(document === 'plan' ? 'refused.kept.plan' : 'refused.kept', { count }),
          t(can() ? 'refused.ready' : 'refused.later', { count }),
        ].join(' ')
        notify({
          text: words,
          stays: true,
          // What a facilitator wants so is no matter for a helper.
          ...(each.code !== CLOSE.forbidden && { reference: session.reference.get() }),
          ...(can() && {
            first: true,
            action: { label: t('refused.back'), run: () => void putBack(document) },
          }),
        })
        return words
      }
      let could = can()
      const words = say()
      const look = () => {
        if (can() === could) return
        could = can()
        const entry = told.get(document)
        if (entry && could) entry.words = say()
      }
      const stops = [writable.subscribe(look), ready.subscribe(look)]
      told.set(document, { count, words, stop: () => stops.forEach((stop) => stop()) })
    }
    const look = () => {
      const now = session.refused.get()
      for (const document of [...told.keys()])
        if (!now.some((each) => each.document === document)) forget(document)
      for (const each of now) {
        const before = told.get(each.document)?.count ?? 0
        // Of what is left after putting back it was told where that was done.
        if (each.count > before) tell(each)
      }
    }
    look()
    const stop = session.refused.subscribe(look)
    return () => {
      stop()
      for (const { stop: end } of told.values()) end()
    }
  }, [session, notify, dismiss, putBack, t])
}
