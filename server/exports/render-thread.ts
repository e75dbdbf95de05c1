/** A thread of its own that renders one export. */
import { parentPort, workerData } from 'node:worker_threads'
import type { ExportName } from '../../shared/api.ts'
import { createTranslate } from '../../shared/i18n/translate.ts'
import type { Workplan } from '../../shared/outcome/workplanSchema.ts'
import { renderExport } from './render.ts'

export interface RenderRequest {
  readonly name: ExportName
  readonly workplan: Workplan
}

export type RenderAnswer = { readonly body: Uint8Array; readonly type: string } | { readonly failed: string }

const answer = async ({ name, workplan }: RenderRequest): Promise<RenderAnswer> => {
  try {
    const { body, type } = await renderExport(name, {
      workplan: () => workplan,
      backup: () => {
        throw new Error('a backup is not rendered apart')
      },
      t: createTranslate('en'),
    })
    return { body: typeof body === 'string' ? Buffer.from(body) : body, type }
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}

// What the thread was started with is a request: only apart.ts starts it.
const request = workerData as RenderRequest
void answer(request).then((rendered) => parentPort?.postMessage(rendered))
