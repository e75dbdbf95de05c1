/** Exports: each name, rendered by its own file from one model. Consent was obeyed when the model was made. */
import type { ExportName } from '../../shared/api.ts'
import type { Say } from '../say.ts'
import type { Backup } from '../../shared/outcome/makeBackup.ts'
import type { Workplan } from '../../shared/outcome/workplanSchema.ts'
import { renderCsv } from './csv.ts'
import { renderIcs } from './ics.ts'
import { renderBackup, renderJson, renderSchema } from './json.ts'
import { renderMarkdown } from './markdown.ts'

/** What exports are made of. The parts are functions, so that only what is asked for is made. */
export interface ExportInput {
  readonly workplan: () => Workplan
  readonly backup: () => Backup
  readonly t: Say
}

export interface Rendered {
  readonly body: Buffer | string
  /** The media type, for `Content-Type`. */
  readonly type: string
}

/** Who may take an export: the backup is the facilitator's, the rest anybody's in the workshop. */
export const isForFacilitators = (name: ExportName): boolean => name === 'board.json'

/** Renders one export. */
export const renderExport = async (
  name: ExportName,
  { workplan, backup, t }: ExportInput,
): Promise<Rendered> => {
  switch (name) {
    // These two bring large libraries: the server starts without them.
    case 'workplan.docx':
      return (await import('./docx.ts')).renderDocx(workplan(), t)
    case 'workplan.xlsx':
      return (await import('./xlsx.ts')).renderXlsx(workplan(), t)
    case 'workplan.csv':
      return renderCsv(workplan(), t)
    case 'workplan.md':
      return renderMarkdown(workplan(), t)
    case 'workplan.json':
      return renderJson(workplan())
    case 'workplan.schema.json':
      return renderSchema()
    case 'meetings.ics':
      return renderIcs(workplan(), t)
    case 'board.json':
      return renderBackup(backup())
    default:
      return name satisfies never
  }
}
