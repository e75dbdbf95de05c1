import { Refusal } from '../../../shared/errors.ts'
import type { Translate } from '../../../shared/i18n/translate.ts'
import { saveBlob } from '../../ui/saveBlob.ts'

/** Has the browser save the file that an answer holds, once it is whole. @throws Refusal where it holds none, or breaks off */
export const saveAnswer = async (answer: Response, t: Translate): Promise<void> => {
  const name = /filename="(.+?)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1]
  // Something between here and the server answered in its place.
  if (!name) throw new Refusal('storage-failed', t('ui.failed'))
  const content = await answer.blob().catch(() => {
    throw new Refusal('storage-failed', t('ui.offline'))
  })
  saveBlob(content, name)
}
