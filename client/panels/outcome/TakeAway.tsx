import { CalendarDays, Database, FileSpreadsheet, FileText, Printer, Table } from 'lucide-react'
import { useState, type MouseEvent, type ReactNode } from 'react'
import type { ExportName } from '../../../shared/api.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useAnnounce } from '../../ui/Notices.tsx'
import { usePlanT, type PlanMessageKey } from './planWords.tsx'
import { useAsk } from '../useAsk.ts'
import { saveAnswer } from './saveAnswer.ts'
import css from './TakeAway.module.css'

interface Way {
  readonly name: ExportName
  readonly label: PlanMessageKey
  readonly hint?: PlanMessageKey
  readonly icon: ReactNode
}

const WAYS: readonly Way[] = [
  {
    name: 'workplan.docx',
    label: 'plan.take.docx',
    hint: 'plan.take.docx.hint',
    icon: <FileText aria-hidden />,
  },
  {
    name: 'workplan.xlsx',
    label: 'plan.take.xlsx',
    hint: 'plan.take.xlsx.hint',
    icon: <FileSpreadsheet aria-hidden />,
  },
  {
    name: 'meetings.ics',
    label: 'plan.take.ics',
    hint: 'plan.take.ics.hint',
    icon: <CalendarDays aria-hidden />,
  },
  { name: 'workplan.csv', label: 'plan.take.csv', icon: <Table aria-hidden /> },
  { name: 'workplan.md', label: 'plan.take.md', icon: <FileText aria-hidden /> },
  { name: 'workplan.json', label: 'plan.take.json', icon: <Database aria-hidden /> },
]

/** What is said of a calendar that would be empty. */
const UNDATED: PlanMessageKey = 'plan.take.ics.none'

/**
 * The ways to take the workplan away: each a link to a download, and print. The page fetches the file, and has the browser save it once
 * it is whole: by itself a browser says nothing of a download that failed, or saves the server's refusal as if it were the file.
 */
export const TakeAway = ({
  dated,
  onClose,
}: {
  /** Whether the plan has a date for a calendar. */
  readonly dated: boolean
  readonly onClose: () => void
}) => {
  const t = usePlanT()
  const session = useSession()
  const facilitator = useStore(session.info, (info) => info.role === 'facilitator')
  const { ask } = useAsk()
  const announce = useAnnounce()
  /** What is made now, and has not come whole yet. */
  const [making, setMaking] = useState<ReadonlySet<ExportName>>(new Set())
  const take = (name: ExportName) => async (event: MouseEvent) => {
    event.preventDefault()
    if (making.has(name)) return
    setMaking((before) => new Set(before).add(name))
    announce(t('plan.take.making'), 'saving')
    await ask(async () => saveAnswer(await session.api.askExport(name), t))
    setMaking((before) => new Set([...before].filter((other) => other !== name)))
  }
  /** What stands below a way: that its file is made, while it is. */
  const said = (name: ExportName, hint?: PlanMessageKey) => {
    const words = making.has(name) ? 'plan.take.making' : hint
    return words ? <span className={css.hint}>{t(words)}</span> : null
  }
  const print = () => {
    onClose()
    // The dialog goes first, so that the page under it is what is printed.
    setTimeout(() => window.print(), 0)
  }
  return (
    <Dialog title={t('plan.take.title')} onClose={onClose}>
      <ul role="list" className={css.ways}>
        {WAYS.map((way) => (way.name === 'meetings.ics' && !dated ? { ...way, hint: UNDATED } : way)).map(
          ({ name, label, hint, icon }) => (
            <li key={name}>
              <a className={css.way} href={session.api.exportUrl(name)} download={name} onClick={take(name)}>
                <span className={css.icon}>{icon}</span>
                <span>
                  <span className={css.name}>{t(label)}</span>
                  {said(name, hint)}
                </span>
              </a>
            </li>
          ),
        )}
        <li>
          <button type="button" className={css.way} onClick={print}>
            <span className={css.icon}>
              <Printer aria-hidden />
            </span>
            <span className={css.name}>{t('plan.take.print')}</span>
          </button>
        </li>
      </ul>
      {facilitator ? (
        <div className={css.all}>
          <p>{t('plan.take.all.hint')}</p>
          {said('board.json')}
          <LinkButton
            href={session.api.exportUrl('board.json')}
            download="board.json"
            onClick={take('board.json')}
          >
            {t('plan.take.all')}
          </LinkButton>
        </div>
      ) : null}
    </Dialog>
  )
}

/** The button that opens it. */
export const TakeAwayButton = ({ onOpen }: { readonly onOpen: () => void }) => {
  const t = usePlanT()
  return (
    <Button kind="filled" onClick={onOpen}>
      {t('plan.take')}
    </Button>
  )
}
