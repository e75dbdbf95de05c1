import { useState } from 'react'
import { paths } from '../model/paths.ts'
import { useSession, useStore } from '../model/react.tsx'
import { LinkButton } from '../ui/Button.tsx'
import { useT } from '../ui/words.tsx'
import { Trouble } from './Trouble.tsx'
import { holdsWords } from './holdsWords.ts'
import { Waits } from './Waits.tsx'

/** What waits in the session that is open, sent or half-written. */
export const WaitsInside = () => {
  const session = useSession()
  const count = useStore(session.status, ({ waiting }) => waiting)
  const keeps = useStore(session.keeps)
  const t = useT()
  return (
    <>
      <Waits count={count} keeps={keeps} />
      {keeps && holdsWords(session) ? (
        <p>
          <strong>{t('app.trouble.draft')}</strong>
        </p>
      ) : null}
    </>
  )
}

/** The server knows nothing of this device, rightly or by mistake: the ways back, of which one is to wait. */
export const Unknown = () => {
  const t = useT()
  const session = useSession()
  const isFacilitator = useStore(session.info, ({ role }) => role === 'facilitator')
  const reference = useStore(session.reference)
  const link = useStore(session.links, (links) => links?.facilitator)
  const [tried, setTried] = useState<'no' | 'now' | 'in-vain'>('no')
  const again = async () => {
    setTried('now')
    await session.again()
    // Otherwise this page is gone.
    setTried('in-vain')
  }
  return (
    <Trouble
      kind="unknown"
      onAgain={() => void again()}
      busy={tried === 'now'}
      reference={reference}
      join={<LinkButton href={(isFacilitator && link) || paths.join()}>{t('app.trouble.again')}</LinkButton>}
    >
      <WaitsInside />
      {isFacilitator ? <p>{t('app.trouble.unknown.facilitator')}</p> : null}
      <p role="status">{tried === 'in-vain' ? t('app.trouble.unknown.still') : null}</p>
    </Trouble>
  )
}
