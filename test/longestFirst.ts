/** The order of the test files. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Journeys that take a minute or more, the longest first: where one of them began last, a core would stand still meanwhile. */
const LONG = ['axe.desktop', 'axe.phone', 'day', 'keyboard', 'phone', 'doors'].map(
  (name) => `e2e/${name}.test.ts`,
)

/** As Vitest orders them, but for the long ones, which begin first also where no earlier run has told how long each takes. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.endsWith(name))
      return at < 0 ? LONG.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
