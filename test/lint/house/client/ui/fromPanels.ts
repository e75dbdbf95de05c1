// expect: import-x/no-restricted-paths
import { panel } from '../panels/panel.ts'

export const shown = panel
