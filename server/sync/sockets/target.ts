/** What the address of a socket asks for. */
const PATH = /^\/api\/workshops\/([^/]+)\/sync(?:\/(.*))?$/

/** What is asked for; `document` is null on a mux socket. */
export interface Target {
  readonly workshop: string
  readonly document: string | null
}

/** @returns null when the path is not for sync */
export const parseTarget = (url: string): Target | null => {
  const [path = ''] = url.split('?', 1)
  const match = PATH.exec(path)
  const [, workshop, document] = match ?? []
  if (workshop === undefined) return null
  try {
    return {
      workshop: decodeURIComponent(workshop),
      document: document ? decodeURIComponent(document) : null,
    }
  } catch {
    return { workshop, document: document ?? null }
  }
}
