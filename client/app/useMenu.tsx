import {
  CircleHelp,
  EyeOff,
  Hand,
  LogOut,
  Megaphone,
  MonitorUp,
  Palette,
  Undo2,
  UserPlus,
  Users,
} from 'lucide-react'
import { paths } from '../model/paths.ts'
import { useGo, useSession, useStore } from '../model/react.tsx'
import { useAsk } from '../panels/useAsk.ts'
import { hasAny } from '../model/spells.ts'
import type { MenuEntry } from '../ui/Menu.tsx'
import { useT } from '../ui/words.tsx'

export interface MenuActions {
  readonly onShow: (side: 'people' | 'facilitate' | 'settings' | 'help' | 'writing' | 'refused') => void
  readonly onInvite: () => void
  readonly onLeave: () => void
}

/** What "More" holds. */
export const useMenu = ({ onShow, onInvite, onLeave }: MenuActions): readonly MenuEntry[] => {
  const t = useT()
  const go = useGo()
  const { workshop, info, stage, api, writing, refused } = useSession()
  const { ask } = useAsk()
  const role = useStore(info, (held) => held.role)
  const me = useStore(info, (held) => held.participant.id)
  const raised = useStore(stage, ({ people }) => people.get(me)?.hand !== undefined)
  const writes = useStore(writing.mine, hasAny)
  const kept = useStore(refused, (all) => all.reduce((sum, { count }) => sum + count, 0))
  const facilitates = role === 'facilitator'
  const entries: (MenuEntry | false)[] = [
    facilitates && {
      key: 'facilitate',
      label: t('bar.menu.facilitate'),
      icon: <Megaphone size={20} aria-hidden />,
      onAction: () => onShow('facilitate'),
    },
    writes && {
      key: 'writing',
      label: t('writing.menu'),
      icon: <EyeOff size={20} aria-hidden />,
      apart: true,
      onAction: () => onShow('writing'),
    },
    kept > 0 && {
      key: 'refused',
      label: t('refused.menu', { count: kept }),
      icon: <Undo2 size={20} aria-hidden />,
      apart: true,
      onAction: () => onShow('refused'),
    },
    role !== 'viewer' && {
      key: 'hand',
      label: t(raised ? 'people.hand.down' : 'people.hand.up'),
      icon: <Hand size={20} aria-hidden />,
      apart: true,
      onAction: () => void ask(() => api.command({ type: 'hand', up: !raised })),
    },
    {
      key: 'people',
      label: t('bar.menu.people'),
      icon: <Users size={20} aria-hidden />,
      apart: true,
      onAction: () => onShow('people'),
    },
    {
      key: 'invite',
      label: t('bar.menu.invite'),
      icon: <UserPlus size={20} aria-hidden />,
      onAction: onInvite,
    },
    (facilitates || role === 'viewer') && {
      key: 'hall',
      label: t('bar.menu.hall'),
      icon: <MonitorUp size={20} aria-hidden />,
      onAction: () => go(paths.hall(workshop)),
    },
    {
      key: 'settings',
      label: t('bar.menu.settings'),
      icon: <Palette size={20} aria-hidden />,
      apart: true,
      onAction: () => onShow('settings'),
    },
    {
      key: 'help',
      label: t('bar.menu.help'),
      icon: <CircleHelp size={20} aria-hidden />,
      onAction: () => onShow('help'),
    },
    {
      key: 'leave',
      label: t('leave.menu'),
      icon: <LogOut size={20} aria-hidden />,
      apart: true,
      onAction: onLeave,
    },
  ]
  return entries.filter((entry) => entry !== false)
}
