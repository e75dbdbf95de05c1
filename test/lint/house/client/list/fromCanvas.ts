// expect: import-x/no-restricted-paths
import { scene } from '../canvas/scene.ts'

export const listed = scene
