/** Keys by the names that stand on them. */
import type { Translate } from '../../shared/i18n/translate.ts'

const NAMED = [
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Enter',
  'Delete',
  'Backspace',
  'Escape',
] as const

/** A shortcut such as `mod+shift+z`, key by key, as it stands on this device's keyboard. */
export const keyNames = (shortcut: string, t: Translate): string[] => {
  const mac = /Mac|iP(hone|ad)/.test(navigator.platform)
  return shortcut.split('+').map((key) => {
    if (key === 'mod') return t(mac ? 'help.key.mod.mac' : 'help.key.mod')
    if (key === 'shift') return t('help.key.shift')
    if (key === 'alt') return t('help.key.alt')
    const named = NAMED.find((name) => name === key)
    return named ? t(`help.key.${named}`) : key.toLocaleUpperCase()
  })
}
