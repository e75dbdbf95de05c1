import { useMemo } from 'react'
import { qrOf } from './qr.ts'
import css from './QrCode.module.css'

/** A QR code, black on white in every scheme, so that every camera finds it. */
export const QrCode = ({
  text,
  label,
  size,
}: {
  readonly text: string
  readonly label: string
  readonly size: number
}) => {
  const { size: modules, path } = useMemo(() => qrOf(text), [text])
  return (
    <svg
      className={css.qr}
      width={size}
      height={size}
      viewBox={`0 0 ${modules} ${modules}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <rect className={css.ground} width={modules} height={modules} />
      <path className={css.marks} d={path} />
    </svg>
  )
}
