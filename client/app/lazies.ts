/** The parts that are loaded when they are first shown. */
import { lazy } from 'react'

export const BoardCanvas = lazy(() =>
  import('../canvas/BoardCanvas.tsx').then((m) => ({ default: m.BoardCanvas })),
)
export const BoardList = lazy(() => import('../list/BoardList.tsx').then((m) => ({ default: m.BoardList })))
export const ItemSheet = lazy(() =>
  import('../panels/item/ItemSheet.tsx').then((m) => ({ default: m.ItemSheet })),
)
export const FigureMaker = lazy(() =>
  import('../panels/figure/FigureMaker.tsx').then((m) => ({ default: m.FigureMaker })),
)
export const VoteScreen = lazy(() =>
  import('../panels/vote/VoteScreen.tsx').then((m) => ({ default: m.VoteScreen })),
)
export const OutcomeScreen = lazy(() =>
  import('../panels/outcome/OutcomeScreen.tsx').then((m) => ({ default: m.OutcomeScreen })),
)
export const HallScreen = lazy(() => import('./HallScreen.tsx').then((m) => ({ default: m.HallScreen })))
export const PeoplePanel = lazy(() =>
  import('../panels/people/PeoplePanel.tsx').then((m) => ({ default: m.PeoplePanel })),
)
export const InviteDialog = lazy(() =>
  import('../panels/invite/InviteDialog.tsx').then((m) => ({ default: m.InviteDialog })),
)
export const FacilitatePanel = lazy(() =>
  import('../panels/facilitate/FacilitatePanel.tsx').then((m) => ({ default: m.FacilitatePanel })),
)
export const SettingsPanel = lazy(() =>
  import('../panels/settings/SettingsPanel.tsx').then((m) => ({ default: m.SettingsPanel })),
)
export const HelpPanel = lazy(() =>
  import('../panels/help/HelpPanel.tsx').then((m) => ({ default: m.HelpPanel })),
)
export const Watchers = lazy(() => import('./Watchers.tsx').then((m) => ({ default: m.Watchers })))
export const WritingPanel = lazy(() =>
  import('../panels/writing/WritingPanel.tsx').then((m) => ({ default: m.WritingPanel })),
)
export const WritingCall = lazy(() =>
  import('../panels/writing/WritingCall.tsx').then((m) => ({ default: m.WritingCall })),
)
