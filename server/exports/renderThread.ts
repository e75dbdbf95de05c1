/** A thread of its own that makes one export. */
import { parentPort, workerData } from 'node:worker_threads'
import * as z from 'zod'
import { EXPORTS } from '../../shared/api.ts'
import { createSay } from '../say.ts'
import { inputOf, packed, unpack } from './material.ts'
import { renderExport } from './render.ts'

const renderRequest = z.object({ name: z.enum(EXPORTS), material: packed })

/** What the thread is started with. */
export type RenderRequest = z.infer<typeof renderRequest>

/** What it answers. */
export type RenderAnswer = { readonly body: Uint8Array; readonly type: string } | { readonly failed: string }

const answer = async ({ name, material }: RenderRequest): Promise<RenderAnswer> => {
  try {
    const { body, type } = await renderExport(name, inputOf(unpack(material), createSay('en')))
    return { body: typeof body === 'string' ? Buffer.from(body) : body, type }
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}

void answer(renderRequest.parse(workerData)).then((rendered) => parentPort?.postMessage(rendered))
