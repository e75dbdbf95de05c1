// expect: no-restricted-imports
import Konva from 'konva'

export const Layer = Konva.Layer
