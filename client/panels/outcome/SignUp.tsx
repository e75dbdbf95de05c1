import { useState } from 'react'
import * as z from 'zod/mini'
import { useSession, useStore } from '../../model/react.tsx'
import { useDraft } from '../../model/useDraft.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { usePlanT } from './planWords.tsx'
import css from './ActionPanel.module.css'
import { useCommand } from './useCommand.ts'

const signUp = z.object({
  name: z.string(),
  organisation: z.string(),
  contact: z.string(),
  showName: z.boolean(),
  showContact: z.boolean(),
})

/** Signing up for the project board, or changing how I am shown there. Nothing is shown unless I say so. */
export const SignUp = ({ onClose }: { readonly onClose: () => void }) => {
  const t = usePlanT()
  const session = useSession()
  const notify = useNotify()
  const send = useCommand()
  const info = useStore(session.info)
  const [form, setForm, forget] = useDraft(
    'member',
    signUp,
    () =>
      info.member ?? {
        name: info.participant.name,
        organisation: '',
        contact: '',
        showName: false,
        showContact: false,
      },
  )
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part })
  const submit = async () => {
    if (!form.name.trim() || busy) return
    setBusy(true)
    const { name, organisation, contact, showName, showContact } = form
    const done = await send({ type: 'member.join', name, organisation, contact, showName, showContact })
    setBusy(false)
    if (!done) return
    forget()
    notify({ text: t(showName ? 'plan.board.joined' : 'plan.board.joined.nameless') })
    onClose()
  }
  return (
    <Dialog title={t('plan.board.join.title')} onClose={onClose}>
      <form
        className={css.fields}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <p>{t('plan.board.join.text')}</p>
        <Field
          label={t('plan.board.name')}
          value={form.name}
          maxLength={100}
          required
          autoComplete="name"
          onChange={(event) => change({ name: event.target.value })}
        />
        <Field
          label={t('plan.board.organisation')}
          hint={t('plan.board.organisation.hint')}
          value={form.organisation}
          maxLength={100}
          autoComplete="organization"
          onChange={(event) => change({ organisation: event.target.value })}
        />
        <Field
          label={t('plan.board.contact')}
          hint={t('plan.board.contact.hint')}
          value={form.contact}
          maxLength={200}
          onChange={(event) => change({ contact: event.target.value })}
        />
        <Switch
          label={t('plan.board.show-name')}
          hint={t(form.showName ? 'plan.board.show-name.on' : 'plan.board.show-name.off')}
          checked={form.showName}
          onChange={(showName) => change({ showName })}
        />
        <Switch
          label={t('plan.board.show-contact')}
          hint={t(form.showContact ? 'plan.board.show-contact.on' : 'plan.board.show-contact.off')}
          checked={form.showContact}
          onChange={(showContact) => change({ showContact })}
        />
        <p>{t('plan.board.later')}</p>
        <div>
          <Button type="submit" kind="filled" aria-disabled={busy}>
            {t(info.member ? 'plan.save' : 'plan.board.join')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
