// expect: react-hooks/exhaustive-deps react-hooks/rules-of-hooks
import { useEffect, useState } from 'react'

export const Hooks = ({ title, on }: { readonly title: string; readonly on: boolean }) => {
  useEffect(() => {
    document.title = title
  }, [])
  if (on) useState(1)
  return null
}
