import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components'
import css from './Tabs.module.css'

export interface TabEntry<Key extends string> {
  readonly key: Key
  readonly label: string
  readonly icon?: ReactNode
  readonly content: ReactNode
}

/** Parts of one thing, one shown at a time. */
export const Tabs = <Key extends string>({
  label,
  tabs,
  selected,
  onChange,
}: {
  readonly label: string
  readonly tabs: readonly TabEntry<Key>[]
  readonly selected?: Key
  readonly onChange?: (key: Key) => void
}) => (
  <AriaTabs
    className={css.tabs ?? ''}
    {...(selected === undefined ? {} : { selectedKey: selected })}
    onSelectionChange={(key) => {
      const tab = tabs.find((entry) => entry.key === key)
      if (tab) onChange?.(tab.key)
    }}
  >
    <TabList aria-label={label} className={css.list ?? ''}>
      {tabs.map((tab) => (
        <Tab key={tab.key} id={tab.key} className={css.tab ?? ''}>
          {tab.icon}
          {tab.label}
        </Tab>
      ))}
    </TabList>
    {tabs.map((tab) => (
      <TabPanel key={tab.key} id={tab.key} className={css.panel ?? ''}>
        {tab.content}
      </TabPanel>
    ))}
  </AriaTabs>
)
