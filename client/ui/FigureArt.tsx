import { useId } from 'react'
import { figureArt, figureBounds, PLACARD_TURN, wholeFigure } from '../../shared/kinds/figure/art.ts'
import { KNOB, TURN } from '../../shared/kinds/figure/colours.ts'
import type { FigureFields } from '../../shared/kinds/figure/figure.ts'
import type { FigureShape } from '../../shared/kinds/figure/shapes.ts'
import { CLIPS } from '../../shared/kinds/figure/trunk.ts'

/** The page's own colours: CSS swaps them with the scheme. */
const SCHEME = { edge: 'var(--figure-edge)', cast: 'var(--cast)', castOpacity: 'var(--cast-o)' }

type Stop = readonly [offset: number, colour: string, opacity: number]
const stops = (list: readonly Stop[]) =>
  list.map(([offset, colour, opacity]) => (
    <stop key={offset} offset={offset} stopColor={colour} stopOpacity={opacity} />
  ))

export interface FigureArtProps {
  /** Its parts; what is left out is the kind's default. */
  readonly figure: Partial<FigureFields>
  /** CSS pixels that its grid of 100 units takes; the drawing is wider where it holds or sits on something. */
  readonly width?: number
  /** What a screen reader says; left out, the drawing is mere decoration. */
  readonly title?: string
  /** Shows the head and shoulders alone. */
  readonly bust?: boolean
}

/** A figure, drawn from its parts. */
export const FigureArt = ({ figure, width, title, bust = false }: FigureArtProps) => {
  const id = useId()
  const fields = wholeFigure(figure)
  const { shapes, letters, over } = figureArt(fields, SCHEME)
  const view = bust ? { x: 8, y: -5, width: 84, height: 84 } : figureBounds(fields)
  const paint = (shape: FigureShape, key: string) => (
    <path
      key={key}
      d={shape.d}
      fill={
        shape.fill === 'turn' || shape.fill === 'knob' ? `url(#${id}${shape.fill})` : (shape.fill ?? 'none')
      }
      fillRule={shape.evenOdd ? 'evenodd' : undefined}
      stroke={shape.stroke}
      strokeWidth={shape.width}
      opacity={shape.opacity}
      clipPath={shape.clip ? `url(#${id}${shape.clip})` : undefined}
    />
  )
  return (
    <svg
      viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
      width={width === undefined ? '100%' : (width * view.width) / 100}
      height={width === undefined ? '100%' : (width * view.height) / 100}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={title === undefined ? undefined : 'img'}
      aria-label={title}
      aria-hidden={title === undefined ? true : undefined}
      focusable="false"
    >
      <defs>
        <linearGradient
          id={`${id}turn`}
          gradientUnits="userSpaceOnUse"
          x1={TURN.from}
          x2={TURN.to}
          y1="0"
          y2="0"
        >
          {stops(TURN.stops)}
        </linearGradient>
        <radialGradient id={`${id}knob`} gradientUnits="userSpaceOnUse" cx={KNOB.x} cy={KNOB.y} r={KNOB.r}>
          {stops(KNOB.stops)}
        </radialGradient>
        <clipPath id={`${id}body`}>
          <path d={CLIPS.body} />
        </clipPath>
        <clipPath id={`${id}seat`}>
          <path d={CLIPS.seat} />
        </clipPath>
      </defs>
      {shapes.map((shape, index) => paint(shape, `s${index}`))}
      <g transform={`rotate(${PLACARD_TURN.degrees} ${PLACARD_TURN.x} ${PLACARD_TURN.y})`}>
        {letters.map((line) => (
          <text
            key={line.y}
            x={line.x}
            y={line.y}
            fontSize={line.size}
            fontWeight={750}
            fontFamily="var(--font)"
            textAnchor="middle"
            fill={line.colour}
          >
            {line.text}
          </text>
        ))}
      </g>
      {over.map((shape, index) => paint(shape, `o${index}`))}
    </svg>
  )
}
