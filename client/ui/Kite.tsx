/** A pipe cleaner. */
const TAIL = 'M20.5 30C24 33 19 35.5 22 38.5C25 41.5 29 36.5 32.5 39.5C35 41.7 38 43 42 40.5'

/** The kite: Kiteboard's mark. Decoration, beside the name. */
export const Kite = ({ size = 44, tail = true }: { readonly size?: number; readonly tail?: boolean }) => (
  <svg width={size} height={size} viewBox={tail ? '0 0 48 48' : '4 0 32 34'} aria-hidden="true">
    {tail ? (
      <g fill="none" strokeLinejoin="round">
        <path d={TAIL} stroke="#B8301F" strokeWidth="2.6" strokeLinecap="round" />
        <path d={TAIL} stroke="#7A160B" strokeWidth="4.4" strokeDasharray="0.35 0.75" />
        <path d={TAIL} stroke="#E4664F" strokeWidth="3.8" strokeDasharray="0.4 0.5" />
      </g>
    ) : null}
    <path d="M20 2L6 15L20 15Z" fill="#E0664F" />
    <path d="M20 2L34 15L20 15Z" fill="#F5BE3C" />
    <path d="M6 15L20 31L20 15Z" fill="#0B6B6B" />
    <path d="M34 15L20 31L20 15Z" fill="#7CB8E0" />
    <path
      d="M20 2L34 15L20 31L6 15ZM20 2V31M6 15H34"
      fill="none"
      stroke="var(--figure-edge)"
      strokeWidth="1.6"
      strokeLinejoin="round"
    />
  </svg>
)
