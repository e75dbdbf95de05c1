import { useCallback, useEffect, useId, useState, type FormEvent } from 'react'
import type { Knocked } from '../../shared/answers.ts'
import { Refusal } from '../../shared/errors.ts'
import { createEntryApi } from '../model/api.ts'
import { referenceIn } from '../model/help.ts'
import { paths } from '../model/paths.ts'
import { useGo } from '../model/react.tsx'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { useT } from '../ui/words.tsx'
import css from './Form.module.css'
import { FormError } from './FormError.tsx'
import { FormPage } from './FormPage.tsx'
import { JoinForm } from './JoinForm.tsx'
import { Opening } from './Opening.tsx'
import { Trouble } from './Trouble.tsx'

const LENGTH = 6

/** A code as it is typed or pasted: letters and digits alone, in capitals. */
const tidy = (typed: string): string =>
  typed
    .replace(/[^a-z0-9]/gi, '')
    .toUpperCase()
    .slice(0, 12)

/** Join by code: typed here, or brought along by a QR code or link. */
export const CodeScreen = ({ code: given }: { readonly code: string }) => {
  const t = useT()
  const go = useGo()
  const id = useId()
  const [api] = useState(() => createEntryApi({ fetch: (input, init) => window.fetch(input, init), t }))
  const [code, setCode] = useState(() => tidy(given))
  const [found, setFound] = useState<Knocked | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [reference, setReference] = useState<string | null>(null)
  const [busy, setBusy] = useState(given !== '')
  const [shut, setShut] = useState(false)
  const [focused, setFocused] = useState(false)

  const knock = useCallback(
    async (asked: string) => {
      setBusy(true)
      setError(null)
      try {
        const { workshop, person } = await api.findByCode(asked)
        // A code for another device of mine says who I am; else this browser may, below the workshop's own address.
        const knocked = person ? null : await api.knockByLink(workshop.id, asked)
        if (knocked && !knocked.person) setFound(knocked)
        else {
          if (person) await api.joinByCode(asked)
          else await api.joinByLink(workshop.id, asked)
          go(paths.workshop(workshop.id), { replace: true })
          return
        }
      } catch (refused) {
        const doors = refused instanceof Refusal && refused.code === 'doors-closed'
        setShut(doors)
        setReference(referenceIn(refused))
        if (!doors) setError(refused instanceof Refusal ? refused.message : t('ui.failed'))
      }
      setBusy(false)
    },
    [api, go, t],
  )
  useEffect(() => {
    if (given) void knock(tidy(given))
  }, [given, knock])

  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (code.length < LENGTH) {
      setReference(null)
      setError(t('app.code.short'))
      document.getElementById(id)?.focus()
    } else void knock(code)
  }

  if (found)
    return (
      <JoinForm
        title={found.workshop.title}
        onJoin={async (name) => {
          await api.joinByLink(found.workshop.id, code, name)
          go(paths.workshop(found.workshop.id), { replace: true })
        }}
      />
    )
  if (shut) return <Trouble kind="doors-closed" reference={reference} onAgain={() => void knock(code)} />
  if (busy && given && !error) return <Opening />

  const boxes = Math.max(LENGTH, code.length)
  return (
    <FormPage title={t('app.code.title')} foot={t('app.join.foot')}>
      <form className={css.form} onSubmit={onSubmit} noValidate>
        <label htmlFor={id} className={css.lead}>
          {t('app.code.label')}
        </label>
        <div className={css.code} dir="ltr">
          {Array.from({ length: Math.min(boxes, LENGTH) }, (_, index) => (
            <span
              key={index}
              aria-hidden="true"
              className={classes(css.box, focused && index === Math.min(code.length, LENGTH - 1) && css.next)}
            >
              {code[index] ?? ''}
            </span>
          ))}
          <input
            id={id}
            className={css.hidden}
            value={code}
            onChange={(event) => {
              setCode(tidy(event.target.value))
              setError(null)
            }}
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
            autoFocus
            autoComplete="one-time-code"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            inputMode="text"
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id}-error` : undefined}
          />
        </div>
        <FormError id={`${id}-error`} error={error} reference={reference} />
        <Button kind="filled" big wide type="submit" disabled={busy}>
          {t('app.code.go')}
        </Button>
      </form>
    </FormPage>
  )
}
