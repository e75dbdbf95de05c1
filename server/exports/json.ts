/** The exports that are JSON: the workplan, its schema, and the facilitator's backup. */
import type { Backup } from '../../shared/outcome/makeBackup.ts'
import {
  WORKPLAN_SCHEMA_NAME,
  workplanJsonSchema,
  type Workplan,
} from '../../shared/outcome/workplanSchema.ts'
import { cleanDeep } from './cleanText.ts'
import type { Rendered } from './render.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** A peer may have written a bigint, which JSON refuses. */
const plain = (_key: string, part: unknown): unknown => (typeof part === 'bigint' ? String(part) : part)
const render = (value: unknown): string => `${JSON.stringify(value, plain, 2)}\n`

/** The workplan; `$schema` names the file beside it. */
export const renderJson = (workplan: Workplan): Rendered => ({
  body: render(cleanDeep({ $schema: WORKPLAN_SCHEMA_NAME, ...workplan })),
  type: JSON_TYPE,
})

export const renderSchema = (): Rendered => ({
  body: render(workplanJsonSchema()),
  type: 'application/schema+json; charset=utf-8',
})

/** JSON escapes whatever might break a file, so a backup keeps every character as it was typed. */
export const renderBackup = (backup: Backup): Rendered => ({ body: render(backup), type: JSON_TYPE })
