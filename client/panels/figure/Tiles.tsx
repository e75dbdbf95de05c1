import { useId } from 'react'
import type { FigureFields } from '../../../shared/kinds/figure/figure.ts'
import { FigureArt } from '../../ui/FigureArt.tsx'
import { useMakerT } from './makerWords.tsx'
import { PARTS, type PartName } from './parts.ts'
import css from './FigureMaker.module.css'

/** One part to choose: a row of tiles of 64, each with its drawing and its word. Arrow keys go from one to the next. */
export const Tiles = <Part extends PartName>({
  part,
  figure,
  onChoose,
}: {
  readonly part: Part
  readonly figure: FigureFields
  readonly onChoose: (fields: Partial<FigureFields>) => void
}) => {
  const t = useMakerT()
  const { values, bust, word } = PARTS[part]
  const name = useId()
  return (
    <fieldset className={css.part}>
      <legend className={css.legend}>{t(`maker.${part}`)}</legend>
      <div className={css.tiles}>
        {values.map((value) => {
          const fields: Partial<FigureFields> = {}
          fields[part] = value
          return (
            <label key={value} className={css.tile}>
              <input
                type="radio"
                name={name}
                className={css.radio}
                checked={figure[part] === value}
                onChange={() => onChoose(fields)}
              />
              <span className={css.art}>
                <FigureArt figure={{ ...figure, ...fields }} bust={bust} />
              </span>
              <span className={css.word}>{word(value, t)}</span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
