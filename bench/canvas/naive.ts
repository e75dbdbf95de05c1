/** The baseline: a board as one would first write it with Konva, a group of nodes for each note, nothing culled. */
import { Circle } from 'konva/lib/shapes/Circle.js'
import { Group } from 'konva/lib/Group.js'
import { Layer } from 'konva/lib/Layer.js'
import { Rect } from 'konva/lib/shapes/Rect.js'
import { Stage as KonvaStage } from 'konva/lib/Stage.js'
import { Text } from 'konva/lib/shapes/Text.js'
import type { Point } from '../../shared/geometry.ts'
import type { Subject } from './page.ts'

export const createNaive = (
  host: HTMLDivElement,
  notes: readonly { readonly id: string; readonly at: Point; readonly text: string }[],
  people: number,
): Subject => {
  const stage = new KonvaStage({ container: host, width: host.clientWidth, height: host.clientHeight })
  const layer = new Layer()
  const groups = new Map<string, Group>()
  for (const { id, at, text } of notes) {
    const group = new Group({ x: at[0], y: at[1] })
    group.add(
      new Rect({
        width: 184,
        height: 164,
        fill: '#FCE59C',
        stroke: '#9C8113',
        strokeWidth: 1.5,
        cornerRadius: 3,
      }),
      new Text({ x: 14, y: 20, width: 156, text, fontSize: 18, lineHeight: 1.33, fill: '#2C2303' }),
    )
    layer.add(group)
    groups.set(id, group)
  }
  const cursors = Array.from({ length: people }, (_, index) => {
    const cursor = new Group({ x: -1000, y: -1000 })
    cursor.add(
      new Circle({ radius: 8, fill: '#007D7C', stroke: '#FFFDF9' }),
      new Text({ x: 12, y: 8, text: `Person ${index}`, fontSize: 14 }),
    )
    layer.add(cursor)
    return cursor
  })
  stage.add(layer)
  let held: Group | undefined
  let from: Point = [0, 0]
  return {
    look: ({ x, y, zoom }) => {
      stage.scale({ x: zoom, y: zoom })
      stage.position({ x: -x * zoom, y: -y * zoom })
    },
    lift: (id) => {
      held = groups.get(id)
      if (held) from = [held.x(), held.y()]
    },
    drag: (by) => held?.position({ x: from[0] + by[0], y: from[1] + by[1] }),
    drop: () => {
      held = undefined
    },
    remote: (places, moved) => {
      places.forEach(([x, y], index) => cursors[index]?.position({ x, y }))
      for (const [id, [x, y]] of moved) groups.get(id)?.position({ x, y })
    },
  }
}
