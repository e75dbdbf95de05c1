import { expect, test } from 'vitest'
import { createSprites, type Sprite } from '../../client/canvas/sprites.ts'

const isContext = (ctx: object): ctx is CanvasRenderingContext2D => 'drawImage' in ctx

/** A context that paints nothing, and remembers where a picture was laid. */
const screen = () => {
  const laid: number[][] = []
  const ctx = {
    canvas: { width: 1, height: 1 },
    scale: () => undefined,
    translate: () => undefined,
    drawImage: (_picture: object, ...place: number[]) => void laid.push(place),
  }
  if (!isContext(ctx)) throw new Error('this paints nothing')
  return { ctx, laid }
}

const setting = () => {
  const { ctx, laid } = screen()
  const painted: string[] = []
  const spriteOf = (key: string): Sprite => ({
    key,
    box: { x: -2, y: -4, width: 30, height: 20 },
    paint: () => painted.push(key),
  })
  return { ctx, laid, painted, spriteOf, sprites: createSprites({ bitmap: () => screen().ctx }) }
}

test('a picture is painted once for each sharpness, however often it is drawn, until it is forgotten', () => {
  const { ctx, laid, painted, spriteOf, sprites } = setting()
  for (let time = 0; time < 5; time++) sprites.draw(ctx, spriteOf('Joe'), [time, 0], 1, false)
  expect(painted).toEqual(['Joe'])
  sprites.draw(ctx, spriteOf('Joe'), [0, 0], 2, false)
  sprites.forget()
  sprites.draw(ctx, spriteOf('Joe'), [0, 0], 2, false)
  expect(painted).toEqual(['Joe', 'Joe', 'Joe'])
  expect(laid).toHaveLength(7)
})

test('what rests lies on whole device pixels, what moves where it is', () => {
  const { ctx, laid, spriteOf, sprites } = setting()
  sprites.draw(ctx, spriteOf('Joe'), [10.3, 20.3], 2, false)
  sprites.draw(ctx, spriteOf('Joe'), [10.3, 20.3], 2, true)
  expect(laid.map((place) => place.map((value) => Number(value.toFixed(3))))).toEqual([
    [8.3, 16.3, 30, 20],
    [8.5, 16.5, 30, 20],
  ])
})

test('however many people come, no more than some pictures are kept', () => {
  const { ctx, painted, spriteOf, sprites } = setting()
  for (let person = 0; person < 1_000; person++) sprites.draw(ctx, spriteOf(`${person}`), [0, 0], 1, false)
  sprites.draw(ctx, spriteOf('0'), [0, 0], 1, false)
  expect(painted.filter((key) => key === '0')).toHaveLength(2)
})
