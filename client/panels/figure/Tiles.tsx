import { useId } from 'react'
import type { FigureFields } from '../../../shared/kinds/figure/figure.ts'
import { FigureArt } from '../../ui/FigureArt.tsx'
import css from './FigureMaker.module.css'

/** One part to choose: a row of tiles of 64, each with its drawing and its word. Arrow keys go from one to the next. */
export const Tiles = <Part extends keyof FigureFields>({
  legend,
  part,
  values,
  figure,
  bust = false,
  word,
  onChoose,
}: {
  readonly legend: string
  readonly part: Part
  readonly values: readonly FigureFields[Part][]
  readonly figure: FigureFields
  /** The tiles show head and shoulders alone. */
  readonly bust?: boolean
  readonly word: (value: FigureFields[Part]) => string
  readonly onChoose: (fields: Partial<FigureFields>) => void
}) => {
  const name = useId()
  return (
    <fieldset className={css.part}>
      <legend className={css.legend}>{legend}</legend>
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
              <span className={css.word}>{word(value)}</span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
