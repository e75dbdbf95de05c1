import { useCallback } from 'react'
import { copyText } from './copy.ts'
import { useNotify } from './Notices.tsx'
import { useT } from './words.tsx'

/** Says that some of what was pasted did not fit, and offers it to be pasted elsewhere. */
export const useRest = (): ((rest: string) => void) => {
  const t = useT()
  const notify = useNotify()
  return useCallback(
    (rest: string) => {
      const offer = (text: string) =>
        notify({ text, stays: true, action: { label: t('ui.rest.copy'), run: () => void copy() } })
      const copy = async () => {
        const page = document.createElement('div')
        page.className = 'visually-hidden'
        page.style.whiteSpace = 'pre'
        page.textContent = rest
        document.body.append(page)
        const done = await copyText(rest, page)
        page.remove()
        if (done) notify({ text: t('ui.rest.copied') })
        else offer(t('ui.rest.not-copied'))
      }
      offer(t('ui.rest', { count: rest.length }))
    },
    [t, notify],
  )
}
