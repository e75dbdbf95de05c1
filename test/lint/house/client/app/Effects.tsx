// expect: no-restricted-syntax no-restricted-syntax no-restricted-syntax
import { useEffect, useLayoutEffect, useRef } from 'react'

export const Effects = ({ stop }: { readonly stop: () => void }) => {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.scrollIntoView(), [])
  useLayoutEffect(() => box.current?.focus(), [])
  useEffect(() => stop, [stop])
  useEffect(() => () => stop(), [stop])
  return <div ref={(found) => found?.focus()} />
}
