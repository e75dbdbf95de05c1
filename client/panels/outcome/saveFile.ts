import { Refusal } from '../../../shared/errors.ts'
import type { Translate } from '../../../shared/i18n/translate.ts'

/** Ms for which a browser may still read what it was told to save: Safari begins late. */
const READ_MS = 60_000

/** Has the browser save the file that an answer holds, once it is whole. @throws Refusal where it holds none, or breaks off */
export const saveFile = async (answer: Response, t: Translate): Promise<void> => {
  const name = /filename="(.+?)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1]
  // Something between here and the server answered in its place.
  if (!name) throw new Refusal('storage-failed', t('ui.failed'))
  const content = await answer.blob().catch(() => {
    throw new Refusal('storage-failed', t('ui.offline'))
  })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), READ_MS)
}
