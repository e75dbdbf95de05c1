import { lazy, Suspense, useEffect, useMemo } from 'react'
import { GoProvider, useStore } from '../model/react.tsx'
import { BacksProvider, type Backs } from '../ui/back.tsx'
import { LookProvider } from '../ui/look.tsx'
import { Notices } from '../ui/Notices.tsx'
import { WordsProvider, useT } from '../ui/words.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Landing } from './Landing.tsx'
import { Opening } from './Opening.tsx'
import type { Router } from './router.ts'
import { routeOf } from './routes.ts'
import { Trouble } from './Trouble.tsx'

const StartScreen = lazy(() => import('./StartScreen.tsx').then((m) => ({ default: m.StartScreen })))
const CodeScreen = lazy(() => import('./CodeScreen.tsx').then((m) => ({ default: m.CodeScreen })))
const WorkshopScreen = lazy(() => import('./WorkshopScreen.tsx').then((m) => ({ default: m.WorkshopScreen })))

/** Kiteboard, from the page down. */
export const App = ({
  router,
  backs,
  storage,
}: {
  readonly router: Router
  readonly backs: Backs
  readonly storage: Storage | null
}) => (
  <WordsProvider>
    <LookProvider storage={storage}>
      <GoProvider go={router.go}>
        <BacksProvider backs={backs}>
          <Notices>
            <ErrorBoundary fallback={(again) => <Trouble kind="failed" onAgain={again} />}>
              <Suspense fallback={<Opening />}>
                <Page router={router} storage={storage} />
              </Suspense>
            </ErrorBoundary>
          </Notices>
        </BacksProvider>
      </GoProvider>
    </LookProvider>
  </WordsProvider>
)

const Page = ({ router, storage }: { readonly router: Router; readonly storage: Storage | null }) => {
  const t = useT()
  const place = useStore(router.place)
  const route = useMemo(() => routeOf(place), [place])

  useEffect(() => {
    if (route.page !== 'workshop') document.title = t(route.page === 'join' ? 'app.title.join' : 'app.title')
  }, [route.page, t])

  switch (route.page) {
    case 'landing':
      return <Landing storage={storage} />
    case 'start':
      return <StartScreen storage={storage} />
    case 'join':
      return <CodeScreen key={route.code} code={route.code} />
    case 'workshop':
      return <WorkshopScreen key={route.workshop} route={route} router={router} storage={storage} />
    case 'lost':
      return <Trouble kind="lost" />
    default:
      return route satisfies never
  }
}
