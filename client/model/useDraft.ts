/**
 * What somebody writes or chooses in a form, before it is sent. It outlives the form, and a reload of the page: neither Back nor a slip
 * of the thumb loses it. It is gone with the tab, since such words are nobody's yet, and others may use this device.
 */
import { useCallback, useState } from 'react'
import type * as z from 'zod/mini'
import { visitStorage } from './browser.ts'
import { useSession } from './react.tsx'

const readKept = (key: string): unknown => {
  try {
    return JSON.parse(visitStorage()?.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

/** Null forgets. */
const keep = (key: string, value: unknown): void => {
  try {
    if (value === null) visitStorage()?.removeItem(key)
    else visitStorage()?.setItem(key, JSON.stringify(value))
  } catch {
    // A full or forbidden storage costs only the keeping: the words still stand in the open form.
  }
}

/**
 * @param name what is written, within the workshop
 * @param schema of what is kept; what makes no sense to it counts for nothing
 * @param start what the form shows where nothing is kept; called once
 * @returns the value, what changes it, and what forgets it once it is sent: the form begins anew
 */
export const useDraft = <Value>(
  name: string,
  schema: z.ZodMiniType<Value>,
  start: () => Value,
): readonly [Value, (value: Value) => void, () => void] => {
  const key = `kiteboard.draft.${useSession().workshop}.${name}`
  const [begun] = useState(start)
  const [value, setValue] = useState(() => {
    const kept = schema.safeParse(readKept(key))
    return kept.success ? kept.data : begun
  })
  const change = useCallback(
    (next: Value) => {
      keep(key, next)
      setValue(next)
    },
    [key],
  )
  const forget = useCallback(() => {
    keep(key, null)
    setValue(begun)
  }, [key, begun])
  return [value, change, forget]
}
