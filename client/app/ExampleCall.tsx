import { useEffect } from 'react'
import type { Memory } from '../model/memory.ts'
import { useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { exampleMark } from './exampleMark.ts'

/** Says once that this is an example to try things out in. Draws nothing itself. */
export const ExampleCall = ({ memory, workshop }: { readonly memory: Memory; readonly workshop: string }) => {
  const t = useT()
  const notify = useNotify()
  useEffect(() => {
    const said = `${exampleMark(workshop)}:said`
    if (memory.has(said)) return
    memory.mark(said)
    notify({ text: t('app.example.in'), stays: true })
  }, [memory, workshop, notify, t])
  return null
}
