/** How Kiteboard looks and moves on this device: the scheme, calm mode, and which announcements are muted. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useMedia } from './useMedia.ts'

export const SCHEMES = ['system', 'light', 'dark', 'contrast'] as const
export type Scheme = (typeof SCHEMES)[number]

/** Kinds of announcements; each can be muted. */
export const ANNOUNCEMENTS = ['people', 'items', 'steps', 'voting', 'saving'] as const
export type Announcement = (typeof ANNOUNCEMENTS)[number]

export interface Look {
  readonly scheme: Scheme
  /** No movement, no cursors of others, updates that I let in. */
  readonly calm: boolean
  readonly muted: readonly Announcement[]
}

const START: Look = { scheme: 'system', calm: false, muted: [] }
const KEY = 'kiteboard.look'

/** Reads what this device remembers; what makes no sense is left out. */
export const readLook = (storage: Storage | null): Look => {
  try {
    const raw: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}')
    if (typeof raw !== 'object' || raw === null) return START
    const { scheme, calm, muted }: { scheme?: unknown; calm?: unknown; muted?: unknown } = raw
    const list: readonly unknown[] = Array.isArray(muted) ? muted : []
    return {
      scheme: SCHEMES.find((known) => known === scheme) ?? 'system',
      calm: calm === true,
      muted: ANNOUNCEMENTS.filter((kind) => list.includes(kind)),
    }
  } catch {
    return START
  }
}

/** Puts the look on the page itself, so that its tokens hold everywhere. */
export const applyLook = (look: Look, root: HTMLElement): void => {
  if (look.scheme === 'system') root.removeAttribute('data-scheme')
  else root.dataset.scheme = look.scheme
  if (look.calm) root.dataset.motion = 'calm'
  else root.removeAttribute('data-motion')
}

interface LookSetting {
  readonly look: Look
  readonly change: (part: Partial<Look>) => void
}
const LookContext = createContext<LookSetting>({ look: START, change: () => undefined })

export const LookProvider = ({
  storage,
  children,
}: {
  readonly storage: Storage | null
  readonly children: ReactNode
}) => {
  const [look, setLook] = useState(() => readLook(storage))
  useEffect(() => {
    applyLook(look, document.documentElement)
    try {
      storage?.setItem(KEY, JSON.stringify(look))
    } catch {
      // A full or forbidden storage costs only that the look is asked for again.
    }
  }, [look, storage])
  const setting = useMemo(
    () => ({ look, change: (part: Partial<Look>) => setLook((held) => ({ ...held, ...part })) }),
    [look],
  )
  return <LookContext value={setting}>{children}</LookContext>
}

/** The look of this device, and how to change it. */
export const useLook = (): LookSetting => useContext(LookContext)

/** The scheme: as chosen, and as it shows now. */
export const useScheme = () => {
  const { look, change } = useLook()
  const system = useSystemScheme()
  return {
    scheme: look.scheme,
    /** What is on the screen. */
    shown: look.scheme === 'system' ? system : look.scheme,
    setScheme: (scheme: Scheme) => change({ scheme }),
  }
}

const useSystemScheme = (): Exclude<Scheme, 'system'> => {
  const contrast = useMedia('(prefers-contrast: more)')
  const dark = useMedia('(prefers-color-scheme: dark)')
  return contrast ? 'contrast' : dark ? 'dark' : 'light'
}

/** Calm mode: chosen here, or wished for by the system. */
export const useCalm = () => {
  const { look, change } = useLook()
  const system = useMedia('(prefers-reduced-motion: reduce)')
  return { calm: look.calm || system, chosen: look.calm, setCalm: (calm: boolean) => change({ calm }) }
}
