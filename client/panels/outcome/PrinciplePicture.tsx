import { coverageOf, type Coverage } from '../../../shared/outcome/coverage.ts'
import type { Plan } from '../../../shared/plan.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Disc } from '../../ui/Disc.tsx'
import { usePlanT } from './planWords.tsx'
import { classes } from '../../ui/classes.ts'
import css from './PrinciplePicture.module.css'

/** Which principles the plan serves, and which it leaves out: petals, and the same in words and numbers. */
export const PrinciplePicture = ({ plan }: { readonly plan: Plan }) => {
  const t = usePlanT()
  const session = useSession()
  const principles = useStore(session.stage, (stage) => stage.meta.principles)
  const coverage = coverageOf(plan, principles)
  if (coverage.length === 0) return <p>{t('plan.principles.none')}</p>
  const left = coverage.filter(({ actions }) => actions === 0)
  return (
    <div className={css.picture}>
      <Petals coverage={coverage} label={t('plan.principles.picture')} />
      <div className={css.words}>
        <h2 className={css.title}>{t('plan.principles.title')}</h2>
        <p className={css.intro}>{t('principles.about')}</p>
        <p className={classes(css.verdict, left.length > 0 && css.left)}>
          {left.length > 0
            ? t('plan.principles.left-out', {
                list: left.map(({ id, label }) => t('plan.principles.named', { id, label })).join('; '),
              })
            : t('plan.principles.all')}
        </p>
        <ul role="list" className={css.list}>
          {coverage.map((entry) => (
            <Bar key={entry.id} entry={entry} most={Math.max(1, ...coverage.map(({ actions }) => actions))} />
          ))}
        </ul>
      </div>
    </div>
  )
}

const Bar = ({ entry, most }: { readonly entry: Coverage; readonly most: number }) => {
  const t = usePlanT()
  const { id, label, text, actions, criteria } = entry
  return (
    <li className={css.entry}>
      <Disc number={id} small />
      <div className={css.about}>
        <p className={css.label}>{label}</p>
        <p className={css.asks}>{text}</p>
        <div className={css.track} aria-hidden="true">
          <span className={css.bar} style={{ inlineSize: `${(actions / most) * 100}%` }} />
        </div>
        <p className={css.count}>{t('plan.principles.actions', { actions, criteria })}</p>
      </div>
    </li>
  )
}

const INNER = 30
const OUTER = 130

/** The i-th of n petals round the middle: fuller the more actions serve it, an empty outline when none does. */
const petal = (index: number, count: number, share: number): { readonly d: string; readonly tip: number } => {
  const tip = INNER + (OUTER - INNER) * (0.4 + 0.6 * share)
  const half = (Math.PI / count) * 0.86
  const middle = (index / count) * 2 * Math.PI - Math.PI / 2
  const at = (angle: number, radius: number): string =>
    `${(Math.cos(angle) * radius).toFixed(1)} ${(Math.sin(angle) * radius).toFixed(1)}`
  const waist = INNER + (tip - INNER) * 0.62
  return {
    d: `M${at(middle, INNER * 0.6)}Q${at(middle - half * 1.25, waist)} ${at(middle, tip)}Q${at(middle + half * 1.25, waist)} ${at(middle, INNER * 0.6)}Z`,
    tip,
  }
}

const Petals = ({ coverage, label }: { readonly coverage: readonly Coverage[]; readonly label: string }) => {
  const most = Math.max(1, ...coverage.map(({ actions }) => actions))
  return (
    <svg className={css.petals} viewBox="-164 -164 328 328" role="img" aria-label={label}>
      {coverage.map(({ id, actions }, index) => {
        const served = actions > 0
        const { d, tip } = petal(index, coverage.length, served ? actions / most : 0.5)
        const angle = (index / coverage.length) * 2 * Math.PI - Math.PI / 2
        return (
          <g key={id}>
            <path d={d} className={served ? css[`served${(index % 6) + 1}`] : css.unserved} />
            <text
              className={css.number}
              x={Math.cos(angle) * (tip + 18)}
              y={Math.sin(angle) * (tip + 18)}
              textAnchor="middle"
              dominantBaseline="central"
            >
              {id}
            </text>
          </g>
        )
      })}
      <circle r="15" className={css.middle} />
    </svg>
  )
}
