import { useEffect } from 'react'
import type { Memory } from '../model/memory.ts'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { exampleMark } from './exampleMark.ts'

/** Says once that this is an example to try things out in. Draws nothing itself. */
export const ExampleCall = ({ memory, workshop }: { readonly memory: Memory; readonly workshop: string }) => {
  const t = useT()
  const notify = useNotify()
  const dismiss = useDismiss()
  useEffect(() => {
    const said = `${exampleMark(workshop)}:said`
    if (memory.has(said)) return
    memory.mark(said)
    const text = t('app.example.in')
    notify({ text, stays: true })
    return () => dismiss(text)
  }, [memory, workshop, notify, dismiss, t])
  return null
}
