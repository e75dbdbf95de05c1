// expect: import-x/no-restricted-paths
import { started } from '../main.tsx'

export const seen = started
