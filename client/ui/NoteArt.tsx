import { bandPattern, paperOf } from '../../shared/kinds/note/paper.ts'
import type { NoteColour } from '../../shared/kinds/note/note.ts'
import { useScheme } from './look.tsx'

export interface NoteArtProps {
  readonly colour: NoteColour
  /** CSS pixels wide. */
  readonly width?: number
  /** Shows the folded corner of "in this room only". */
  readonly folded?: boolean
  /** Draws three lines in place of words. */
  readonly lines?: boolean
}

/** A little note, drawn: for tools, menus and empty places. Decoration alone. */
export const NoteArt = ({ colour, width = 40, folded = true, lines = true }: NoteArtProps) => {
  const size = [100, 96] as const
  const { outline, fold } = paperOf('a-note-drawn', size, folded ? 'right' : null)
  const { shown: scheme } = useScheme()
  const pattern = bandPattern(colour, 40)
  const edge = `var(--note-${colour}-edge)`
  return (
    <svg width={width} height={(width * 104) / 108} viewBox="-4 -4 108 104" aria-hidden focusable="false">
      <g strokeLinejoin="round" strokeLinecap="round" strokeWidth="4.5">
        <path d={outline} transform="translate(0 4)" fill={edge} />
        <path d={outline} fill={`var(--note-${colour}-fill)`} stroke={edge} />
        {scheme === 'contrast' ? (
          <g transform="translate(0 4) scale(2.4)" strokeWidth="1.8">
            <path
              d={pattern.d}
              fill={pattern.filled ? `var(--note-${colour}-ink)` : 'none'}
              stroke={`var(--note-${colour}-ink)`}
            />
          </g>
        ) : null}
        {fold ? <path d={fold} fill={`var(--note-${colour}-band)`} stroke={edge} /> : null}
        {lines ? (
          <path
            d={scheme === 'contrast' ? 'M20 54H80M20 74H56' : 'M20 30H80M20 50H80M20 70H56'}
            fill="none"
            stroke={`var(--note-${colour}-ink)`}
            strokeOpacity=".75"
            strokeWidth="5"
          />
        ) : null}
      </g>
    </svg>
  )
}
