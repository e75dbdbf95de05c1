// expect: import-x/no-cycle
import { b } from './cycleB.ts'

export const a = (): number => b()
