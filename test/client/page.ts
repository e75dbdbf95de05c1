/** A page to render into, anew for each test of a file. */
import { act, type ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, vi } from 'vitest'

export interface TestPage {
  /** What was rendered lies in here; there is none between two tests. */
  host?: HTMLElement
  render(shown: ReactNode): Promise<void>
}

export const pageOfEachTest = (): TestPage => {
  let root: Root | undefined
  const page: TestPage = {
    render: (shown) => act(async () => root?.render(shown)),
  }
  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
    page.host = document.createElement('div')
    document.body.append(page.host)
    root = createRoot(page.host)
  })
  afterEach(async () => {
    await act(async () => root?.unmount())
    page.host?.remove()
    vi.unstubAllGlobals()
  })
  return page
}
