import type { ReactNode } from 'react'
import type { NoteAsks, NoteColour } from '../../../shared/kinds/note/note.ts'
import type { Theme } from '../../../shared/kinds/theme/theme.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { ColourChoice } from '../../ui/ColourChoice.tsx'
import { Details } from '../../ui/Details.tsx'
import { Disc } from '../../ui/Disc.tsx'
import { Select } from '../../ui/Field.tsx'
import { AsksChoice, PrinciplesChoice } from '../../ui/ForChoice.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { useT } from '../../ui/words.tsx'
import { consentOf, type Switches } from './consent.ts'
import css from './ItemSheet.module.css'

export interface NoteValues {
  readonly colour: NoteColour
  readonly asks: NoteAsks
  readonly principles: readonly number[]
}

/** Colour, what it is for, and its principles. */
export const NoteChoices = ({
  values,
  onChange,
  disabled,
  children,
}: {
  readonly values: NoteValues
  readonly onChange: (values: Partial<NoteValues>) => void
  readonly disabled?: boolean
  readonly children?: ReactNode
}) => {
  const t = useT()
  const principles = useStore(useSession().stage, ({ meta }) => meta.principles)
  const { colour, asks, principles: chosen } = values
  return (
    <div className={css.choices}>
      <ColourChoice value={colour} disabled={disabled} onChange={(next) => onChange({ colour: next })} />
      <Details
        summary={
          <>
            <span>{t('asks.choose')}</span>
            <strong>{t(`asks.${asks}`)}</strong>
            <span className={css.discs}>
              {chosen.map((id) => (
                <Disc key={id} number={id} small />
              ))}
            </span>
          </>
        }
      >
        <AsksChoice value={asks} disabled={disabled} onChange={(next) => onChange({ asks: next })} />
        <PrinciplesChoice
          principles={principles}
          value={chosen}
          disabled={disabled}
          onChange={(next) => onChange({ principles: next })}
        />
      </Details>
      {children}
    </div>
  )
}

/** What may be kept of this note, in two switches that say what people will see. */
export const ConsentSwitches = ({
  value: { name, room },
  chosen,
  onChange,
  disabled,
}: {
  readonly value: Switches
  /** Whether somebody chose that; else it only holds until they choose. */
  readonly chosen: boolean
  readonly onChange: (value: Switches) => void
  readonly disabled?: boolean
}) => {
  const t = useT()
  return (
    <>
      <Switch
        label={t('item.name')}
        hint={t(name && !room ? 'item.name.on' : 'item.name.off')}
        checked={name && !room}
        disabled={disabled || room}
        onChange={(next) => onChange({ name: next, room })}
      />
      <Switch
        label={t('item.room')}
        hint={t(room ? 'item.room.on' : 'item.room.off')}
        checked={room}
        disabled={disabled}
        onChange={(next) => onChange({ name, room: next })}
      />
      <p className={css.now}>
        {chosen
          ? t('consent.now', { choice: t(`consent.${consentOf({ name, room })}`) })
          : t('consent.unset')}
      </p>
    </>
  )
}

/** The theme something lies in, chosen from a list. */
export const ThemeSelect = ({
  themes,
  value,
  onChange,
  disabled,
}: {
  readonly themes: readonly Theme[]
  readonly value: string | null
  readonly onChange: (theme: string | null) => void
  readonly disabled?: boolean
}) => {
  const t = useT()
  if (!themes.length) return null
  return (
    <Select
      label={t('item.theme')}
      value={value ?? ''}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value || null)}
    >
      <option value="">{t('list.loose')}</option>
      {themes.map((theme) => (
        <option key={theme.id} value={theme.id}>
          {theme.title.trim() || t('theme.untitled')}
        </option>
      ))}
    </Select>
  )
}
