import { createContext, useContext } from 'react'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { MenuEntry } from '../ui/Menu.tsx'

/** What the rows of a list ask of it. */
export interface ListActions {
  /** Opens one thing to write in it. */
  open(id: string): void
  /** Starts a note, in a theme or in none. */
  add(theme: string | null): void
  pickFor(ids: readonly string[]): void
  pickColour(ids: readonly string[]): void
  pickTheme(ids: readonly string[]): void
  copy(ids: readonly string[]): void
  bin(ids: readonly string[]): void
  /** Hides from everybody; only a facilitator may. */
  hide?(ids: readonly string[]): void
  /** Moves one step in the order. */
  step(id: string, by: -1 | 1): void
  /** Chooses it among several, or no longer. */
  toggle(id: string): void
}

/** A menu's line that hides something from everybody. */
export const hideEntry = (onAction: () => void, t: Translate): MenuEntry => ({
  key: 'hide',
  label: t('command.hide'),
  hint: t('command.hide.hint'),
  apart: true,
  onAction,
})

export const ListActionsContext = createContext<ListActions | null>(null)

export const useListActions = (): ListActions => {
  const actions = useContext(ListActionsContext)
  if (!actions) throw new Error('useListActions stands outside a list')
  return actions
}
