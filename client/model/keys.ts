/** What keys mean, alike on every keyboard. Pure. */

/** What a keyboard event says of its keys. */
export interface Keys {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** Do these keys mean the given shortcut, e.g. `mod+shift+z`? */
export const meansKey = (event: Keys, shortcut: string): boolean => {
  const parts = shortcut.split('+')
  const key = parts.at(-1) ?? ''
  const mod = event.ctrlKey || event.metaKey
  if (event.altKey || mod !== parts.includes('mod')) return false
  // A letter or a named key minds Shift; a sign such as "]" may need it on some keyboards.
  if ((key.length > 1 || /[a-z]/i.test(key)) && event.shiftKey !== parts.includes('shift')) return false
  return event.key.toLowerCase() === key.toLowerCase()
}
