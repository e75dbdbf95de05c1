/** How it works in five sentences, and the keys, out of the one table of commands. */
import { Fragment } from 'react'
import { useSession, useStore } from '../../model/react.tsx'
import { HelpLine } from '../../ui/HelpLine.tsx'
import { keyNames } from '../../ui/keyNames.ts'
import { Panel } from '../../ui/Panel.tsx'
import { BesideWords, useBesideT } from '../besideWords.tsx'
import css from './HelpPanel.module.css'
import { GROUPS, linesOf } from './keys.ts'

const SENTENCES = [1, 2, 3, 4, 5] as const

interface HelpPanelProps {
  readonly onClose: () => void
}

export const HelpPanel = (props: HelpPanelProps) => (
  <BesideWords>
    <Whole {...props} />
  </BesideWords>
)

const Whole = ({ onClose }: HelpPanelProps) => {
  const t = useBesideT()
  const reference = useStore(useSession().reference)
  return (
    <Panel title={t('help.title')} onClose={onClose} reading>
      <section className={css.section}>
        <h3 className={css.heading}>{t('help.how')}</h3>
        <ul className={css.how}>
          {SENTENCES.map((number) => (
            <li key={number}>{t(`help.how.${number}`)}</li>
          ))}
        </ul>
        <HelpLine reference={reference} />
      </section>
      <section className={css.section}>
        <h3 className={css.heading}>{t('help.keys')}</h3>
        <p className={css.soft}>{t('help.keys.hint')}</p>
        <table className={css.table}>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{t('help.keys.what')}</th>
              <th scope="col">{t('help.keys.key')}</th>
            </tr>
          </thead>
          {GROUPS.map((group) => (
            <tbody key={group}>
              <tr>
                <th colSpan={2} scope="rowgroup" className={css.group}>
                  {t(`help.group.${group}`)}
                </th>
              </tr>
              {linesOf(group).map(({ label, keys }) => (
                <tr key={label}>
                  <th scope="row" className={css.what}>
                    {t(label)}
                  </th>
                  <td className={css.keys}>
                    {keys.map((shortcut) => (
                      <Shortcut key={shortcut} shortcut={shortcut} />
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </section>
    </Panel>
  )
}

const Shortcut = ({ shortcut }: { readonly shortcut: string }) => {
  const t = useBesideT()
  return (
    <span className={css.shortcut}>
      {keyNames(shortcut, t).map((name, index) => (
        <Fragment key={name}>
          {index > 0 ? ' ' : null}
          <kbd className={css.key}>{name}</kbd>
        </Fragment>
      ))}
    </span>
  )
}
