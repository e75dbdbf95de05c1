/** Before the journeys: builds what they visit, unless it stands there already. */
import { build } from '../../scripts/build.mjs'

export const setup = async (): Promise<void> => {
  if (!(await build())) throw new Error('The build did not work, so there is nothing to visit.')
}
