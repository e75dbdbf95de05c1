/** The people who stand on the first pages. */
import type { FigureFields } from '../../shared/kinds/figure/figure.ts'
import { FigureArt } from '../ui/FigureArt.tsx'
import { Kite } from '../ui/Kite.tsx'
import { useT } from '../ui/words.tsx'
import css from './scenes.module.css'

const AMINA: Partial<FigureFields> = {
  timber: 'walnut',
  cloth: 'mustard',
  pattern: 'spots',
  head: 'scarf',
  scarf: 'teal',
  mood: 'glad',
  held: 'cup',
}
const JOE: Partial<FigureFields> = {
  timber: 'birch',
  cloth: 'denim',
  head: 'short',
  hair: 'copper',
  mood: 'glad',
  aid: 'wheelchair',
}

const SIX: readonly Partial<FigureFields>[] = [
  AMINA,
  { timber: 'oak', cloth: 'fern', head: 'long', hair: 'raven', mood: 'calm', aid: 'cane' },
  { ...JOE, held: 'placard' },
  { timber: 'ebony', cloth: 'plum', pattern: 'stripes', head: 'curls', hair: 'raven', mood: 'calm' },
  {
    timber: 'maple',
    cloth: 'brick',
    head: 'long',
    hair: 'silver',
    mood: 'glad',
    aid: 'hearing',
    held: 'heart',
  },
  { timber: 'cherry', cloth: 'teal', head: 'short', hair: 'raven', mood: 'calm' },
]

/** Six figures on a felt mat. */
export const Gathering = () => {
  const t = useT()
  return (
    <div className={css.gathering} role="img" aria-label={t('app.scene')}>
      <div className={css.mat} aria-hidden="true" />
      <div className={css.six} aria-hidden="true">
        {SIX.map((figure, index) => (
          <span key={index} className={css.figure}>
            <FigureArt
              figure={figure.held === 'placard' ? { ...figure, placard: t('app.scene.placard') } : figure}
              width={112}
            />
          </span>
        ))}
      </div>
    </div>
  )
}

/** A kite between two figures. */
export const Welcome = () => (
  <div className={css.welcome} aria-hidden="true">
    <span className={css.side}>
      <FigureArt figure={{ ...AMINA, held: 'nothing' }} width={68} />
    </span>
    <span className={css.sky}>
      <Kite size={150} />
    </span>
    <span className={css.side}>
      <FigureArt figure={JOE} width={68} />
    </span>
  </div>
)
