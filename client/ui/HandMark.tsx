import css from './HandMark.module.css'

/** A raised hand, drawn: beside the bead of somebody who asks to speak. Decoration; words say it too. */
export const HandMark = ({ size = 24 }: { readonly size?: number }) => (
  <svg className={css.hand} width={size} height={size} viewBox="0 0 40 40" aria-hidden focusable="false">
    <path
      className={css.edge}
      d="M12.2 24.5L8 19.2C6.8 17.6 8.9 15.4 10.6 16.7L13.4 19.2V8.6C13.4 6 17 6 17.1 8.6L17.3 16V6.4C17.4 3.7 21 3.7 21.1 6.4L21.2 16L22.4 7.6C22.8 5.1 26.3 5.5 26.1 8.1L25.5 17.4L27.3 12.1C28.2 9.7 31.4 10.8 30.8 13.3L28.4 24.8C27.2 31.4 24.6 35.4 20.6 35.4C16.8 35.4 15.6 30 12.2 24.5Z"
      fill="#EBC08F"
      strokeWidth="2.4"
      strokeLinejoin="round"
    />
    <path
      d="M17.3 16V19.4M21.2 16V19.2M25.5 17.4L25.2 20"
      fill="none"
      stroke="#5A4632"
      strokeWidth="1.8"
      strokeLinecap="round"
    />
  </svg>
)
