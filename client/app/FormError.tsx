import css from './Form.module.css'

/** What went wrong with a form, read out as it appears. */
export const FormError = ({ error }: { readonly error: string | null }) =>
  error ? (
    <p className={css.error} role="alert">
      {error}
    </p>
  ) : null
