/** A sticker, 24 across; an unused place is a dashed ring. Decoration beside the number that says the same. */
export const VoteDot = ({
  empty = false,
  size = 24,
}: {
  readonly empty?: boolean
  readonly size?: number
}) => (
  <svg width={size} height={size} viewBox="-12 -12 24 24" aria-hidden="true" focusable="false">
    {empty ? (
      <circle r="9.5" fill="none" stroke="var(--edge)" strokeWidth="1.8" strokeDasharray="3.4 2.6" />
    ) : (
      <>
        <circle r="10.4" fill="#D4543D" stroke="var(--figure-edge)" strokeWidth="1.8" />
        <path
          d="M-6.2 -2.4A6.6 6.6 0 0 1 -1.6 -6.6"
          fill="none"
          stroke="#FFFFFF"
          strokeOpacity="0.65"
          strokeWidth="2.4"
          strokeLinecap="round"
        />
      </>
    )}
  </svg>
)
