import { HelpLine } from '../ui/HelpLine.tsx'
import css from './Form.module.css'

/** What went wrong with a form, read out as it appears; and what can be told to whoever helps. */
export const FormError = ({
  id,
  error,
  reference = null,
}: {
  readonly id?: string
  readonly error: string | null
  readonly reference?: string | null
}) =>
  error ? (
    <div>
      <p id={id} className={css.error} role="alert">
        {error}
      </p>
      <HelpLine reference={reference} />
    </div>
  ) : null
