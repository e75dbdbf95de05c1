import type { StageWriting } from '../../shared/stage.ts'
import { NoteArt } from '../ui/NoteArt.tsx'
import { useT } from '../ui/words.tsx'
import { HallSheet } from './HallSheet.tsx'
import css from './HallWriting.module.css'

/** As many papers as lie on the mat before it is full; the number beside them tells the rest. */
const MOST = 24
/** While no count may be told, a few lie there: people are writing. */
const FEW = 3

/**
 * While people write in private the hall waits, and sees how much is there: papers without words. They are drawn in one colour, and
 * counted only once three people have written, so that no paper points at anybody.
 */
export const HallWriting = ({ writing: { question, progress } }: { readonly writing: StageWriting }) => {
  const t = useT()
  const papers = Math.min(MOST, progress?.notes ?? FEW)
  return (
    <HallSheet what={t('hall.writing')} question={question} lines={3} foot={t('hall.writing.hint')}>
      <div className={css.mat} aria-hidden>
        {Array.from({ length: papers }, (_, index) => (
          <span key={index} className={progress ? css.paper : css.hint}>
            <NoteArt colour="straw" width={104} folded={false} lines={false} />
          </span>
        ))}
      </div>
      {progress ? <p className={css.count}>{t('hall.writing.count', { ...progress })}</p> : null}
    </HallSheet>
  )
}
