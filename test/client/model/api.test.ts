import { expect, test } from 'vitest'
import { createWorkshopApi } from '../../../client/model/api.ts'
import { createTranslate } from '../../../shared/i18n/translate.ts'

/** The interface of a workshop where the server, or what stands before it, answers so. */
const answering = (answer: () => Response) =>
  createWorkshopApi({ workshop: 'w', fetch: () => Promise.resolve().then(answer), t: createTranslate('en') })

test('an export that is refused is the refusal', async () => {
  const error = { code: 'too-fast', message: 'One moment, please.', reference: '7F3K-2P' }
  const api = answering(() => Response.json({ error }, { status: 429 }))
  await expect(api.askExport('workplan.md')).rejects.toMatchObject({
    code: 'too-fast',
    message: 'One moment, please.',
    about: { reference: '7F3K-2P' },
  })
})

test('what was answered with nothing in it, or with no JSON, is nothing', async () => {
  for (const body of [null, '', '<h1>Moved</h1>'])
    expect(await answering(() => new Response(body)).command({ type: 'plan.derive' })).toBe(null)
})
