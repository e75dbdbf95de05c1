/** The parts that are loaded when they are first shown, or before that once there is time. */
import { lazy } from 'react'

const loads = {
  BoardCanvas: () => import('../canvas/BoardCanvas.tsx').then((m) => ({ default: m.BoardCanvas })),
  BoardList: () => import('../list/BoardList.tsx').then((m) => ({ default: m.BoardList })),
  MuchDeleted: () => import('./MuchDeleted.tsx').then((m) => ({ default: m.MuchDeleted })),
  ItemSheet: () => import('../panels/item/ItemSheet.tsx').then((m) => ({ default: m.ItemSheet })),
  FigureMaker: () => import('../panels/figure/FigureMaker.tsx').then((m) => ({ default: m.FigureMaker })),
  VoteScreen: () => import('../panels/vote/VoteScreen.tsx').then((m) => ({ default: m.VoteScreen })),
  OutcomeScreen: () =>
    import('../panels/outcome/OutcomeScreen.tsx').then((m) => ({ default: m.OutcomeScreen })),
  HallScreen: () => import('./HallScreen.tsx').then((m) => ({ default: m.HallScreen })),
  PeoplePanel: () => import('../panels/people/PeoplePanel.tsx').then((m) => ({ default: m.PeoplePanel })),
  InviteDialog: () => import('../panels/invite/InviteDialog.tsx').then((m) => ({ default: m.InviteDialog })),
  FacilitatePanel: () =>
    import('../panels/facilitate/FacilitatePanel.tsx').then((m) => ({ default: m.FacilitatePanel })),
  SettingsPanel: () =>
    import('../panels/settings/SettingsPanel.tsx').then((m) => ({ default: m.SettingsPanel })),
  HelpPanel: () => import('../panels/help/HelpPanel.tsx').then((m) => ({ default: m.HelpPanel })),
  LeaveDialog: () => import('./LeaveDialog.tsx').then((m) => ({ default: m.LeaveDialog })),
  RefusedDialog: () => import('./RefusedDialog.tsx').then((m) => ({ default: m.RefusedDialog })),
  Watchers: () => import('./Watchers.tsx').then((m) => ({ default: m.Watchers })),
  WritingPanel: () => import('../panels/writing/WritingPanel.tsx').then((m) => ({ default: m.WritingPanel })),
  WritingCall: () => import('../panels/writing/WritingCall.tsx').then((m) => ({ default: m.WritingCall })),
}

export const BoardCanvas = lazy(loads.BoardCanvas)
export const BoardList = lazy(loads.BoardList)
export const MuchDeleted = lazy(loads.MuchDeleted)
export const ItemSheet = lazy(loads.ItemSheet)
export const FigureMaker = lazy(loads.FigureMaker)
export const VoteScreen = lazy(loads.VoteScreen)
export const OutcomeScreen = lazy(loads.OutcomeScreen)
export const HallScreen = lazy(loads.HallScreen)
export const PeoplePanel = lazy(loads.PeoplePanel)
export const InviteDialog = lazy(loads.InviteDialog)
export const FacilitatePanel = lazy(loads.FacilitatePanel)
export const SettingsPanel = lazy(loads.SettingsPanel)
export const HelpPanel = lazy(loads.HelpPanel)
export const LeaveDialog = lazy(loads.LeaveDialog)
export const RefusedDialog = lazy(loads.RefusedDialog)
export const Watchers = lazy(loads.Watchers)
export const WritingPanel = lazy(loads.WritingPanel)
export const WritingCall = lazy(loads.WritingCall)

/** All of them. One that is there already costs nothing. */
export const parts: readonly (() => Promise<unknown>)[] = Object.values(loads)
