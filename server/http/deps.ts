/** What the HTTP resources are given. */
import type { CreatedWorkshop } from '../../shared/answers.ts'
import type { CreateWorkshop } from '../../shared/api.ts'
import type { House } from '../house.ts'
import type { Metrics } from '../metrics.ts'
import type { Pages } from './pages.ts'

export interface HttpDeps {
  readonly house: House
  /** What `/metrics` prints. */
  readonly metrics: Metrics
  /** What links begin with: PUBLIC_URL, or the address by which the asker reached us. */
  readonly base: (origin: string | undefined) => string
  /** Whether people reach us by https: then cookies are `Secure`. */
  readonly secure: boolean
  /** Addresses of proxies to be believed, or whether to believe any. */
  readonly trustProxy: boolean | string
  /** Serves the pages: the built client, or a development server. */
  readonly pages: Pages
  /** Headers that keep strange scripts out; off where a development server needs its own. */
  readonly strict: boolean
  /** Makes the example workshop. */
  readonly buildExample: (wanted: Partial<Pick<CreateWorkshop, 'title' | 'name'>>) => Promise<CreatedWorkshop>
}
