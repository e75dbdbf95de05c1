/** How people get in: a QR code, a code to say aloud, links, and my own second device. */
import { useState } from 'react'
import type { WorkshopLinks } from '../../model/types.ts'
import { paths } from '../../model/paths.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { BesideWords, useBesideT } from '../besideWords.tsx'
import { Confirm } from '../../ui/Confirm.tsx'
import { useAsk } from '../useAsk.ts'
import css from './InviteDialog.module.css'
import { LinkRow } from './LinkRow.tsx'
import { OtherDevice } from './OtherDevice.tsx'
import { QrCode } from './QrCode.tsx'
import { spokenAddress, spokenCode } from './qr.ts'
import { useLinks } from './useLinks.ts'

/** Names by which a computer calls itself. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Roles whose links a facilitator sends, in the order in which they are needed. */
const SENT: readonly (keyof WorkshopLinks)[] = ['viewer', 'facilitator', 'participant']

interface InviteDialogProps {
  readonly onClose: () => void
  /** The workshop was just started here: how to come back is said, once. */
  readonly started?: boolean
}

export const InviteDialog = (props: InviteDialogProps) => (
  <BesideWords>
    <Whole {...props} />
  </BesideWords>
)

const Whole = ({ onClose, started }: InviteDialogProps) => {
  const t = useBesideT()
  const session = useSession()
  const { code, doors } = useStore(session.stage, (stage) => stage.meta)
  const role = useStore(session.info, (info) => info.role)
  const facilitates = role === 'facilitator'
  const { ask } = useAsk()
  const address = window.location.origin + paths.join()
  const invitation = window.location.origin + paths.join(code)

  return (
    <Dialog title={t('invite.title')} onClose={onClose} wide>
      {started ? <p className={css.hint}>{t('invite.started')}</p> : null}
      {LOOPBACK.test(window.location.hostname) ? (
        <p className={css.closed}>
          {t('invite.loopback')} {facilitates ? t('invite.loopback.how') : null}
        </p>
      ) : null}
      {doors === 'closed' ? <p className={css.closed}>{t('invite.closed')}</p> : null}
      <div className={css.way}>
        {doors === 'open' ? (
          <QrCode text={invitation} label={t('invite.qr', { address: spokenAddress(address) })} size={232} />
        ) : null}
        <div className={css.words}>
          {doors === 'open' ? (
            <>
              <p className={css.hint}>{t('invite.scan')}</p>
              <p className={css.hint}>{t('invite.or')}</p>
              <p className={css.address}>{spokenAddress(address)}</p>
              <p className={css.hint}>{t('invite.code')}</p>
              <p className={css.code}>{spokenCode(code)}</p>
            </>
          ) : null}
          {facilitates ? (
            <Switch
              label={t('invite.doors')}
              hint={t(doors === 'open' ? 'invite.doors.open' : 'invite.doors.closed')}
              checked={doors === 'open'}
              onChange={(open) => void ask(() => session.api.command({ type: 'doors', open }))}
            />
          ) : null}
        </div>
      </div>
      {doors === 'open' ? <LinkRow label={t('invite.copy')} link={invitation} /> : null}
      {facilitates ? <Links /> : null}
      {role === 'viewer' ? null : <OtherDevice />}
    </Dialog>
  )
}

const Links = () => {
  const t = useBesideT()
  const { links, replace } = useLinks()
  const { busy, ask } = useAsk()
  const [asked, setAsked] = useState<keyof WorkshopLinks | null>(null)
  /** Whose link was replaced just now: the new one looks much like the old. */
  const [fresh, setFresh] = useState<keyof WorkshopLinks | null>(null)

  const go = async (role: keyof WorkshopLinks) => {
    setFresh(null)
    if (await ask(() => replace(role))) setFresh(role)
    setAsked(null)
  }

  return (
    <section className={css.section}>
      <h3 className={css.heading}>{t('invite.links')}</h3>
      {SENT.map((role) => (
        <LinkRow
          key={role}
          label={t(`invite.link.${role}`)}
          hint={t(`invite.link.${role}.hint`)}
          link={links?.[role] || null}
          news={fresh === role ? t('invite.replace.done') : null}
          onReplace={() => setAsked(role)}
        />
      ))}
      {asked ? (
        <Confirm
          title={t('invite.replace.title')}
          text={t('invite.replace.text')}
          yes={t('invite.replace.yes')}
          busy={busy}
          onYes={() => void go(asked)}
          onNo={() => setAsked(null)}
        />
      ) : null}
    </section>
  )
}
