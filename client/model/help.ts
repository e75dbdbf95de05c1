/** What a person can tell whoever helps them: a reference that stands beside their trouble in the server's log. */
import { Refusal, type RefusalCode } from '../../shared/errors.ts'

/** What the server told with a refusal; null where it knows of none. */
export const referenceIn = (error: unknown): string | null =>
  error instanceof Refusal ? (error.about.reference ?? null) : null

/** What goes wrong at the server, whatever people do. */
const OURS: ReadonlySet<RefusalCode> = new Set(['fault', 'storage-failed'])

/** The same, for what nobody but a helper can mend: to a notice that says what one may not, it would be noise. */
export const helpWith = (error: unknown): { readonly reference?: string } => {
  const reference = referenceIn(error)
  return reference !== null && error instanceof Refusal && OURS.has(error.code) ? { reference } : {}
}
