import type { ReactNode } from 'react'
import type { StagePerson } from '../../../shared/stage.ts'
import { Bead } from '../../ui/Bead.tsx'
import { HandMark } from '../../ui/HandMark.tsx'
import { useBesideT } from '../besideWords.tsx'
import css from './PeoplePanel.module.css'

/** One person: bead, name, role, and whether they are here. */
export const PersonRow = ({
  person,
  here,
  mine,
  more,
}: {
  readonly person: StagePerson
  readonly here: boolean
  readonly mine?: boolean
  readonly more?: ReactNode
}) => {
  const t = useBesideT()
  return (
    <li className={css.person}>
      <Bead person={person} size={mine ? 44 : 38} />
      <span className={css.words}>
        <span className={css.name}>{mine ? t('people.me', { name: person.name }) : person.name}</span>
        <span className={css.soft}>
          {t(`people.role.${person.role}`)}
          {' · '}
          <span className={here ? css.here : css.away}>{t(here ? 'people.here' : 'people.away')}</span>
          {person.muted ? ` · ${t('people.muted')}` : null}
        </span>
        {person.hand === undefined ? null : (
          <span className={css.raised}>
            <HandMark size={22} />
            {t('people.hand.raised')}
          </span>
        )}
      </span>
      {more ? <span className={css.actions}>{more}</span> : null}
    </li>
  )
}
