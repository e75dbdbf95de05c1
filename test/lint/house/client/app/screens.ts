/** The app brings the folders together. */
import { scene } from '../canvas/scene.ts'
import { rows } from '../list/rows.ts'
import { panel } from '../panels/panel.ts'

export const screens = { scene, rows, panel }
