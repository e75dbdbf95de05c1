/** How Kiteboard looks and sounds on this device. */
import { ANNOUNCEMENTS, SCHEMES, useCalm, useLook, type Announcement } from '../../ui/look.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { useMedia } from '../../ui/useMedia.ts'
import { BesideWords, useBesideT } from '../besideWords.tsx'
import css from './SettingsPanel.module.css'

interface SettingsPanelProps {
  readonly onClose: () => void
}

export const SettingsPanel = (props: SettingsPanelProps) => (
  <BesideWords>
    <Whole {...props} />
  </BesideWords>
)

const Whole = ({ onClose }: SettingsPanelProps) => {
  const t = useBesideT()
  const { look, change } = useLook()
  const { calm, setCalm } = useCalm()
  const system = useMedia('(prefers-reduced-motion: reduce)')

  const say = (kind: Announcement, said: boolean) =>
    change({ muted: said ? look.muted.filter((other) => other !== kind) : [...look.muted, kind] })

  return (
    <Panel title={t('settings.title')} onClose={onClose}>
      <Choice
        label={t('settings.scheme')}
        options={SCHEMES.map((value) => ({
          value,
          label: t(`settings.scheme.${value}`),
          ...(value === 'contrast' ? { hint: t('settings.scheme.contrast.hint') } : {}),
        }))}
        value={look.scheme}
        onChange={(scheme) => change({ scheme })}
      />
      <div className={css.section}>
        <Switch
          label={t('settings.calm')}
          hint={t(system ? 'settings.calm.system' : 'settings.calm.hint')}
          checked={calm}
          disabled={system}
          onChange={setCalm}
        />
      </div>
      <fieldset className={css.section}>
        <legend className={css.legend}>{t('settings.said')}</legend>
        {ANNOUNCEMENTS.map((kind) => (
          <Switch
            key={kind}
            label={t(`settings.said.${kind}`)}
            checked={!look.muted.includes(kind)}
            onChange={(said) => say(kind, said)}
          />
        ))}
      </fieldset>
      <p className={css.note}>{t('settings.here')}</p>
    </Panel>
  )
}
