import { Suspense, type ReactNode } from 'react'
import { useSession, useStore } from '../model/react.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Opening } from './Opening.tsx'
import { Trouble } from './Trouble.tsx'

/** A part of the page that is loaded when it is first shown; where it fails, the rest stands. */
export const Part = ({ children, quiet }: { readonly children: ReactNode; readonly quiet?: boolean }) => {
  const reference = useStore(useSession().reference)
  return (
    <ErrorBoundary fallback={(again) => <Trouble kind="failed" onAgain={again} reference={reference} />}>
      <Suspense fallback={quiet ? null : <Opening />}>{children}</Suspense>
    </ErrorBoundary>
  )
}
