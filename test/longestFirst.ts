/** The order of the test files. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Journeys that take a minute or more, the longest first: where one of them began last, a core would stand still meanwhile. */
const LONG = ['axe.desktop', 'doors', 'offline', 'people', 'day', 'axe.phone', 'keyboard', 'phone'].map(
  (name) => `e2e/${name}.test.ts`,
)

/**
 * As Vitest orders them, but for the long ones, which begin first also where no earlier run has told how long each takes; and
 * those that need a process of their own come together, since each of them ends one that others share.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      if (project.config.isolate) return -1
      const at = LONG.findIndex((name) => moduleId.endsWith(name))
      return at < 0 ? LONG.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
