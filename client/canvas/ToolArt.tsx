/** Drawings of the tools: each looks like what it makes. Decoration beside its word. */
import { FigureArt } from '../ui/FigureArt.tsx'
import { NoteArt } from '../ui/NoteArt.tsx'
import type { Tool } from './state.ts'

const HandArt = () => (
  <svg width="40" height="40" viewBox="0 0 40 40" aria-hidden focusable="false">
    <path
      d="M12.2 24.5L8 19.2C6.8 17.6 8.9 15.4 10.6 16.7L13.4 19.2V8.6C13.4 6 17 6 17.1 8.6L17.3 16V6.4C17.4 3.7 21 3.7 21.1 6.4L21.2 16L22.4 7.6C22.8 5.1 26.3 5.5 26.1 8.1L25.5 17.4L27.3 12.1C28.2 9.7 31.4 10.8 30.8 13.3L28.4 24.8C27.2 31.4 24.6 35.4 20.6 35.4C16.8 35.4 15.6 30 12.2 24.5Z"
      fill="#EBC08F"
      stroke="var(--figure-edge)"
      strokeWidth="1.8"
      strokeLinejoin="round"
    />
    <path
      d="M17.3 16V19.4M21.2 16V19.2M25.5 17.4L25.2 20"
      fill="none"
      stroke="var(--figure-edge)"
      strokeWidth="1.4"
      strokeLinecap="round"
    />
  </svg>
)

const ThemeArt = () => (
  <svg width="40" height="40" viewBox="0 0 40 40" aria-hidden focusable="false">
    <rect
      x="2.5"
      y="9"
      width="35"
      height="26"
      rx="7"
      fill="var(--tool-mat, #CFE2BC)"
      stroke="var(--figure-edge)"
      strokeWidth="1.8"
    />
    <rect
      x="6.5"
      y="13"
      width="27"
      height="18"
      rx="4"
      fill="none"
      stroke="var(--tool-stitch, #5B7446)"
      strokeWidth="1.8"
      strokeDasharray="4 3"
      strokeLinecap="round"
    />
    <rect
      x="8.5"
      y="4.5"
      width="15"
      height="10"
      rx="2"
      fill="#FFFDF9"
      stroke="var(--figure-edge)"
      strokeWidth="1.8"
    />
  </svg>
)

/** A tool's drawing, 40 wide. */
export const ToolArt = ({ tool }: { readonly tool: Tool }) => {
  switch (tool) {
    case 'hand':
      return <HandArt />
    case 'note':
      return <NoteArt colour="straw" width={36} />
    case 'figure':
      return (
        <span style={{ inlineSize: 40, blockSize: 40 }}>
          <FigureArt figure={{ timber: 'maple', head: 'short', hair: 'chestnut', cloth: 'teal' }} bust />
        </span>
      )
    case 'theme':
      return <ThemeArt />
    default:
      return tool satisfies never
  }
}
