import { useId } from 'react'
import type { Principle } from '../../../shared/stage.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Disc } from '../../ui/Disc.tsx'
import { usePlanT } from './planWords.tsx'
import css from './Principles.module.css'

/** Principles by number and label. */
export const PrincipleList = ({
  ids,
  short,
}: {
  readonly ids: readonly number[]
  /** The number alone is seen; the label is read out and shown as a tip. */
  readonly short?: boolean
}) => {
  const session = useSession()
  const t = usePlanT()
  const principles = useStore(session.stage, (stage) => stage.meta.principles)
  const served = principles.filter(({ id }) => ids.includes(id))
  if (served.length === 0) return <span className={css.none}>{t('plan.nothing')}</span>
  return (
    <ul role="list" className={short ? css.short : css.list}>
      {served.map(({ id, label }) => (
        <li key={id} className={css.entry} title={short ? label : undefined}>
          <Disc number={id} small />
          <span className={short ? 'visually-hidden' : css.label}>{label}</span>
        </li>
      ))}
    </ul>
  )
}

/** Which principles a row serves, each a box to tick; explained where there is room for it. */
export const PrincipleBoxes = ({
  label,
  ids,
  explained = false,
  onChange,
}: {
  readonly label: string
  readonly ids: readonly number[]
  /** Says what principles are, and what each asks. */
  readonly explained?: boolean
  readonly onChange: (ids: number[]) => void
}) => {
  const t = usePlanT()
  const about = useId()
  const session = useSession()
  const principles = useStore(session.stage, (stage) => stage.meta.principles)
  const toggle = ({ id }: Principle, on: boolean) =>
    onChange(on ? [...ids, id].sort((a, b) => a - b) : ids.filter((other) => other !== id))
  return (
    <fieldset className={css.boxes} aria-describedby={explained ? about : undefined}>
      <legend className={css.legend}>{label}</legend>
      {explained ? (
        <p id={about} className={css.about}>
          {t('principles.about')}
        </p>
      ) : null}
      {principles.map((principle) => (
        <label key={principle.id} className={css.box}>
          <input
            type="checkbox"
            checked={ids.includes(principle.id)}
            onChange={(event) => toggle(principle, event.target.checked)}
          />
          <Disc number={principle.id} small />
          <span>
            {principle.label}
            {explained && principle.text ? <span className={css.asks}>{principle.text}</span> : null}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
