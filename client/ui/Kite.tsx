/** The kite: Kiteboard's mark. Decoration, beside the name. */
export const Kite = ({ size = 44, tail = true }: { readonly size?: number; readonly tail?: boolean }) => (
  <svg width={size} height={size} viewBox={tail ? '0 0 48 48' : '4 0 32 34'} aria-hidden="true">
    {tail ? (
      <path
        d="M22 31C25 34 20 36 23 39C26 42 30 37 33 40C35 42 37 43 41 41"
        fill="none"
        stroke="#D4614A"
        strokeWidth="4"
        strokeLinecap="round"
        strokeDasharray="0.6 2.2"
      />
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
