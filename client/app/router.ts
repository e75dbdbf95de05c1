/** A small router on the browser's own history. Links are plain links; those that stay in Kiteboard are followed without loading. */
import { STRAIGHT } from '../../shared/straight.ts'
import { createStore } from '../model/store.ts'
import type { Store } from '../model/types.ts'
import type { Go } from '../model/react.tsx'
import type { Backs } from '../ui/back.tsx'
import { holdsSecret, type Place } from './routes.ts'

export interface Router {
  readonly place: Store<Place>
  readonly go: Go
  /** The secret has done its work. */
  forgetSecret(): void
}

const secretIn = (state: unknown): string | null => {
  if (typeof state !== 'object' || state === null || !('secret' in state)) return null
  return typeof state.secret === 'string' ? state.secret : null
}

const straightIn = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'straight' in state && state.straight === true

export const createRouter = (page: Window, backs: Pick<Backs, 'onPage'>): Router => {
  let asked = 0
  /** Moves a secret from the address into this history entry, where a reload finds it and nobody sees it. */
  const stripSecret = () => {
    const { pathname, search, hash } = page.location
    if (holdsSecret(pathname) && hash.length > 1)
      page.history.replaceState({ secret: hash.slice(1), straight: search === STRAIGHT }, '', pathname)
  }
  const read = (): Place => {
    stripSecret()
    return {
      pathname: page.location.pathname,
      hash: page.location.hash.slice(1),
      secret: secretIn(page.history.state),
      straight: straightIn(page.history.state),
      asked,
    }
  }
  const place = createStore(read())
  const update = () => place.set(read())
  /** The browser moved: to another place, unless only something over the page was closed. */
  const moved = () => {
    const [before, now] = [place.get(), read()]
    const same = (['pathname', 'hash', 'secret', 'straight'] as const).every(
      (key) => before[key] === now[key],
    )
    if (!same) place.set(now)
  }

  const go: Go = (href, options) => {
    const url = new URL(href, page.location.href)
    // What lay over the page goes with it: its entry is neither replaced for the page's, nor left behind.
    backs.onPage(() => {
      asked += 1
      if (options?.replace || url.href === page.location.href) page.history.replaceState(null, '', url)
      else page.history.pushState(null, '', url)
      update()
    })
  }

  page.addEventListener('popstate', moved)
  page.addEventListener('hashchange', moved)
  page.document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null
    if (!(link instanceof HTMLAnchorElement) || link.download || (link.target && link.target !== '_self'))
      return
    const url = new URL(link.href)
    if (url.origin !== page.location.origin || /^\/(api|assets)\//.test(url.pathname)) return
    // A link within the page, such as "Skip to the board", is the browser's own.
    if (link.getAttribute('href')?.startsWith('#')) return
    event.preventDefault()
    go(url.href)
  })

  return {
    place,
    go,
    forgetSecret() {
      if (secretIn(page.history.state) === null) return
      page.history.replaceState(null, '', page.location.href)
      update()
    },
  }
}
