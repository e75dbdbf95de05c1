import * as z from 'zod/mini'
import { useDraft } from '../../model/useDraft.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { usePlanT } from './planWords.tsx'
import css from './ActionPanel.module.css'

/** Asks for the few words that a new row starts from. */
export const AddDialog = ({
  name,
  title,
  label,
  hint,
  onAdd,
  onClose,
}: {
  /** What is added: its words are kept under it until it is. */
  readonly name: string
  readonly title: string
  readonly label: string
  readonly hint?: string
  readonly onAdd: (text: string) => void
  readonly onClose: () => void
}) => {
  const t = usePlanT()
  const [text, setText, forget] = useDraft(name, z.string(), () => '')
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className={css.fields}
        onSubmit={(event) => {
          event.preventDefault()
          if (!text.trim()) return
          onAdd(text.trim())
          forget()
          onClose()
        }}
      >
        <Field
          label={label}
          autoFocus
          required
          value={text}
          onChange={(event) => setText(event.target.value)}
          {...(hint ? { hint } : {})}
        />
        <div>
          <Button type="submit" kind="filled">
            {t('plan.add.do')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
