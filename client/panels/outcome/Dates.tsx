import { useState } from 'react'
import * as z from 'zod/mini'
import type { Meeting } from '../../../shared/plan.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { useDraft } from '../../model/useDraft.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Select } from '../../ui/Field.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { usePlanT } from './planWords.tsx'
import { dayInWords, ownTimeZone, zoneGroups, zoneInWords } from './dates.ts'
import css from './ProjectBoard.module.css'
import { usePlan } from './usePlan.ts'

const editingSchema = z.object({
  /** The row that is changed; null for a new one. */
  id: z.nullable(z.string()),
  form: z.object({
    type: z.enum(['meeting', 'report']),
    title: z.string(),
    date: z.string(),
    time: z.string(),
    timeZone: z.string(),
    place: z.string(),
    committee: z.string(),
  }),
})
type Editing = z.infer<typeof editingSchema>
type Form = Editing['form']

/** The project board's meetings, and the dates by which it reports. */
export const Dates = ({ meetings }: { readonly meetings: readonly Meeting[] }) => {
  const t = usePlanT()
  const notify = useNotify()
  const { edit, writable } = usePlan()
  const [editing, setEditing, forget] = useDraft('meeting', z.nullable(editingSchema), () => null)
  const [isOpen, setOpen] = useState(false)
  /** Goes on with what was begun of this row, or begins. */
  const begin = (next: Editing) => {
    if (editing?.id !== next.id || editing.form.type !== next.form.type) setEditing(next)
    setOpen(true)
  }
  const start = (type: Form['type']) => {
    const first = type === 'meeting' && !meetings.some((meeting) => meeting.type === 'meeting')
    const title = t(
      type === 'report' ? 'plan.dates.report' : first ? 'plan.dates.first' : 'plan.dates.meeting',
    )
    const empty = { date: '', time: '', place: '', committee: '' }
    begin({ id: null, form: { ...empty, type, title, timeZone: ownTimeZone() } })
  }
  const change = ({ id, derived: _derived, changed: _changed, written: _written, ...form }: Meeting) =>
    begin({ id, form })
  const remove = (id: string) => {
    edit.trash('meetings', id)
    notify({
      text: t('plan.dates.removed'),
      action: { label: t('plan.undo'), run: () => edit.restore('meetings', id) },
    })
  }
  const save = ({ id, form }: Editing) => {
    if (id) edit.set('meetings', id, form)
    else edit.add('meetings', form)
    setOpen(false)
    forget()
  }
  return (
    <section className={css.part} aria-labelledby="project-dates">
      <h2 id="project-dates" className={css.title}>
        {t('plan.dates.title')}
      </h2>
      {meetings.length === 0 ? <p className={css.empty}>{t('plan.dates.none')}</p> : null}
      <ul role="list" className={css.members}>
        {meetings.map((meeting) => (
          <Entry
            key={meeting.id}
            meeting={meeting}
            writable={writable}
            onChange={() => change(meeting)}
            onRemove={() => remove(meeting.id)}
          />
        ))}
      </ul>
      {writable ? (
        <div className={css.row}>
          <Button onClick={() => start('meeting')}>{t('plan.dates.add-meeting')}</Button>
          <Button onClick={() => start('report')}>{t('plan.dates.add-report')}</Button>
        </div>
      ) : null}
      {isOpen && editing ? (
        <DateDialog editing={editing} onChange={setEditing} onSave={save} onClose={() => setOpen(false)} />
      ) : null}
    </section>
  )
}

const Entry = ({
  meeting,
  writable,
  onChange,
  onRemove,
}: {
  readonly meeting: Meeting
  readonly writable: boolean
  readonly onChange: () => void
  readonly onRemove: () => void
}) => {
  const t = usePlanT()
  const session = useSession()
  const language = useStore(session.stage, (stage) => stage.meta.language)
  const title = meeting.title || t(meeting.type === 'report' ? 'plan.dates.report' : 'plan.dates.meeting')
  const when = [
    dayInWords(meeting.date, language) || t('plan.due.none'),
    meeting.type === 'meeting' && meeting.time
      ? t('plan.dates.at', { time: meeting.time, zone: zoneInWords(meeting.timeZone) })
      : '',
  ]
  const where =
    meeting.type === 'report'
      ? meeting.committee && t('plan.dates.to', { committee: meeting.committee })
      : meeting.place
  return (
    <li className={css.member}>
      <div className={css.who}>
        <h3 className={css.name}>{title}</h3>
        <p>{when.filter(Boolean).join(', ')}</p>
        {where ? <p className={css.soft}>{where}</p> : null}
      </div>
      {writable ? (
        <div className={css.row}>
          <Button kind="plain" aria-label={t('plan.dates.edit', { title })} onClick={onChange}>
            {t('plan.dates.edit.short')}
          </Button>
          <Button kind="plain" aria-label={t('plan.dates.remove', { title })} onClick={onRemove}>
            {t('plan.dates.remove.short')}
          </Button>
        </div>
      ) : null}
    </li>
  )
}

const DateDialog = ({
  editing,
  onChange,
  onSave,
  onClose,
}: {
  readonly editing: Editing
  readonly onChange: (editing: Editing) => void
  readonly onSave: (editing: Editing) => void
  readonly onClose: () => void
}) => {
  const t = usePlanT()
  const { form } = editing
  const set = (part: Partial<Form>) => onChange({ ...editing, form: { ...form, ...part } })
  return (
    <Dialog title={t(form.type === 'report' ? 'plan.dates.report' : 'plan.dates.meeting')} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          onSave(editing)
        }}
      >
        <Field
          label={t('plan.dates.field.title')}
          value={form.title}
          required
          onChange={(event) => set({ title: event.target.value })}
        />
        <Field
          label={t('plan.dates.field.date')}
          type="date"
          value={form.date}
          required
          onChange={(event) => set({ date: event.target.value })}
        />
        {form.type === 'report' ? (
          <Field
            label={t('plan.dates.field.committee')}
            value={form.committee}
            onChange={(event) => set({ committee: event.target.value })}
          />
        ) : (
          <>
            <Field
              label={t('plan.dates.field.time')}
              type="time"
              value={form.time}
              onChange={(event) => set({ time: event.target.value.slice(0, 5) })}
            />
            <Select
              label={t('plan.dates.field.zone')}
              value={form.timeZone}
              onChange={(event) => set({ timeZone: event.target.value })}
            >
              {(['first', 'rest'] as const).map((group) => (
                <optgroup key={group} label={t(`plan.dates.zones.${group}`)}>
                  {zoneGroups(form.timeZone)[group].map((zone) => (
                    <option key={zone} value={zone}>
                      {zone}
                    </option>
                  ))}
                </optgroup>
              ))}
            </Select>
            <Field
              label={t('plan.dates.field.place')}
              hint={t('plan.dates.field.place.hint')}
              value={form.place}
              onChange={(event) => set({ place: event.target.value })}
            />
          </>
        )}
        <div>
          <Button type="submit" kind="filled">
            {t('plan.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
