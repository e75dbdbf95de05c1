/** The addresses of Kiteboard's pages. */
export const paths = {
  landing: (): string => '/',
  start: (): string => '/start',
  /** The code stands behind the `#`, so that no server's log holds it. */
  join: (code?: string): string => (code ? `/join#${code}` : '/join'),
  workshop: (workshop: string): string => `/w/${workshop}`,
  board: (workshop: string, board?: string): string =>
    board ? `/w/${workshop}/board/${board}` : `/w/${workshop}/board`,
  list: (workshop: string, board?: string): string =>
    board ? `/w/${workshop}/list/${board}` : `/w/${workshop}/list`,
  vote: (workshop: string, round?: string): string =>
    round ? `/w/${workshop}/vote/${round}` : `/w/${workshop}/vote`,
  outcome: (workshop: string): string => `/w/${workshop}/outcome`,
  people: (workshop: string): string => `/w/${workshop}/people`,
  hall: (workshop: string): string => `/w/${workshop}/hall`,
} as const
