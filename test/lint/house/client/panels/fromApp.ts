// expect: import-x/no-restricted-paths
import { screens } from '../app/screens.ts'

export const open = screens
