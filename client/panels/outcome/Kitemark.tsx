import { useState } from 'react'
import { Plus } from 'lucide-react'
import { sourceOfCriterion, type Criterion, type FieldsOfTable } from '../../../shared/plan.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { usePlanT } from './planWords.tsx'
import { AddDialog } from './AddDialog.tsx'
import { Changed } from './Changed.tsx'
import { EditText } from './EditText.tsx'
import css from './Kitemark.module.css'
import { PrincipleBoxes, PrincipleList } from './Principles.tsx'
import { SourceNotes } from './SourceNotes.tsx'
import { usePlan } from './usePlan.ts'

/** The criteria of the kitemark: what good looks like, and how anyone would know. */
export const Kitemark = ({ criteria }: { readonly criteria: readonly Criterion[] }) => {
  const t = usePlanT()
  const { edit, writable } = usePlan()
  const [adding, setAdding] = useState(false)
  return (
    <div className={css.kitemark}>
      <div className={css.head}>
        <p className={css.intro}>{t(criteria.length > 0 ? 'plan.kitemark.intro' : 'plan.kitemark.empty')}</p>
        {writable ? (
          <Button icon={<Plus size={20} aria-hidden />} onClick={() => setAdding(true)}>
            {t('plan.criterion.add')}
          </Button>
        ) : null}
      </div>
      {criteria.map((criterion) => (
        <CriterionCard key={criterion.id} criterion={criterion} />
      ))}
      {adding ? (
        <AddDialog
          name="criterion"
          title={t('plan.criterion.add')}
          label={t('plan.criterion.add.label')}
          onAdd={(title) => edit.add('criteria', { title })}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </div>
  )
}

type Shown = Exclude<keyof FieldsOfTable<'criteria'>, 'sources'>
const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

const CriterionCard = ({ criterion }: { readonly criterion: Criterion }) => {
  const t = usePlanT()
  const notify = useNotify()
  const { edit, writable } = usePlan()
  const { id } = criterion
  const title = criterion.title || t('plan.criterion.untitled')
  const set = (fields: Partial<FieldsOfTable<'criteria'>>) => edit.set('criteria', id, fields)
  const remove = () => {
    edit.trash('criteria', id)
    notify({
      text: t('plan.criterion.deleted'),
      action: { label: t('plan.undo'), run: () => edit.restore('criteria', id) },
    })
  }
  const list = (field: 'indicators' | 'evidence') => (
    <section className={css.part}>
      <h3 className={css.label}>{t(`plan.criterion.${field}`)}</h3>
      {writable ? (
        <EditText
          name={`${id}.${field}`}
          label={t(`plan.criterion.${field}`)}
          value={criterion[field].join('\n')}
          empty={t('plan.nothing')}
          type="lines"
          writable
          onSave={(text) => set({ [field]: lines(text) })}
        />
      ) : criterion[field].length > 0 ? (
        <ul className={css.lines}>
          {criterion[field].map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : (
        <p className={css.soft}>{t('plan.nothing')}</p>
      )}
      <Note criterion={criterion} field={field} />
    </section>
  )
  return (
    <article className={css.card} aria-label={title}>
      <header>
        <div className={css.top}>
          <h2 className={css.title}>
            <EditText
              name={`${id}.title`}
              label={t('plan.criterion.title')}
              value={criterion.title}
              empty={t('plan.criterion.untitled')}
              writable={writable}
              onSave={(text) => set({ title: text })}
            />
          </h2>
          {writable ? (
            <Button kind="plain" aria-label={t('plan.criterion.delete', { title })} onClick={remove}>
              {t('plan.delete.short')}
            </Button>
          ) : null}
        </div>
        <div className={css.statement}>
          <EditText
            name={`${id}.statement`}
            label={t('plan.criterion.statement')}
            value={criterion.statement}
            empty={t('plan.nothing')}
            type="text"
            writable={writable}
            onSave={(text) => set({ statement: text })}
          />
        </div>
        <Note criterion={criterion} field="title" />
        <Note criterion={criterion} field="statement" />
      </header>
      <div className={css.grid}>
        {list('indicators')}
        {list('evidence')}
        <section className={css.part}>
          {writable ? (
            <PrincipleBoxes
              label={t('plan.criterion.principles')}
              ids={criterion.principles}
              onChange={(principles) => set({ principles })}
            />
          ) : (
            <>
              <h3 className={css.label}>{t('plan.criterion.principles')}</h3>
              <PrincipleList ids={criterion.principles} />
            </>
          )}
          <Note criterion={criterion} field="principles" />
        </section>
        <section className={css.part}>
          <h3 className={css.label}>{t('plan.criterion.sources')}</h3>
          <SourceNotes sources={criterion.sources} most={6} />
        </section>
      </div>
    </article>
  )
}

/** Where the boards say something else than people wrote. */
const Note = ({ criterion, field }: { readonly criterion: Criterion; readonly field: Shown }) => {
  const session = useSession()
  const principles = useStore(session.stage, (stage) => stage.meta.principles)
  const { edit, writable } = usePlan()
  if (!writable || !criterion.changed.includes(field)) return null
  const source = sourceOfCriterion(edit.doc, criterion.id)[field]
  const says = Array.isArray(source)
    ? source
        .map((part) =>
          typeof part === 'number' ? (principles.find(({ id }) => id === part)?.label ?? '') : part,
        )
        .join('; ')
    : (source ?? '')
  return (
    <Changed
      says={says}
      onUse={() => edit.clear('criteria', criterion.id, field)}
      onKeep={() => edit.set('criteria', criterion.id, { [field]: criterion[field] })}
    />
  )
}
