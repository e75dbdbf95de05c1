import { useEffect, useRef, useState } from 'react'
import type { DeviceCode } from '../../../shared/answers.ts'
import { paths } from '../../model/paths.ts'
import { useSession } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { useBesideT } from '../besideWords.tsx'
import { useAsk } from '../useAsk.ts'
import css from './InviteDialog.module.css'
import { spokenAddress, spokenCode } from './qr.ts'

/** Joins another device of mine to the same person, by a code that works once, for five minutes. */
export const OtherDevice = () => {
  const t = useBesideT()
  const { api } = useSession()
  const { busy, ask } = useAsk()
  const [code, setCode] = useState<DeviceCode | null>(null)
  const [now, setNow] = useState(() => Date.now())

  useEffect(() => {
    if (!code) return
    const timer = setInterval(() => setNow(Date.now()), 5_000)
    return () => clearInterval(timer)
  }, [code])

  const shown = useRef<HTMLDivElement>(null)
  // What was pressed is gone: the focus goes to what came of it.
  useEffect(() => {
    shown.current?.focus()
  }, [code])

  const get = () =>
    ask(async () => {
      setCode(await api.deviceCode())
      setNow(Date.now())
    })
  const minutes = code ? Math.ceil((code.expiresAt - now) / 60_000) : 0

  return (
    <section className={css.section}>
      <h3 className={css.heading}>{t('invite.device')}</h3>
      <p className={css.hint}>{t('invite.device.hint')}</p>
      {code && minutes > 0 ? (
        <div ref={shown} role="status" tabIndex={-1} className={css.device}>
          <p>{t('invite.device.how', { address: spokenAddress(window.location.origin + paths.join()) })}</p>
          <p className={css.code}>{spokenCode(code.code)}</p>
          <p className={css.hint}>{t('invite.device.left', { minutes })}</p>
        </div>
      ) : (
        <>
          {code ? <p role="status">{t('invite.device.over')}</p> : null}
          <Button disabled={busy} onClick={() => void get()}>
            {t('invite.device.get')}
          </Button>
        </>
      )}
    </section>
  )
}
