/** The order of the test files. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Walks every screen: where it began last, one core would wait for it for minutes. */
const LONGEST = /axe\.desktop\.test\.ts$/

/** As Vitest orders them, but for the longest, which begins first also where no earlier run has told how long each takes. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification): boolean => LONGEST.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
