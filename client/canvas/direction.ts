/** Which way a text reads: by its first letter, as a browser's `dir="auto"` decides. Pure. */

const RIGHT_TO_LEFT =
  /^[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

/** Does a text read from the right? Without any letter it does not. */
export const readsFromRight = (text: string): boolean => {
  const first = /\p{L}/u.exec(text)?.[0]
  return first !== undefined && RIGHT_TO_LEFT.test(first)
}

/** Writes one line between two edges, from the edge at which it starts. */
export const writeLine = (
  ctx: CanvasRenderingContext2D,
  text: string,
  [left, right]: readonly [number, number],
  y: number,
  fromRight: boolean,
): void => {
  ctx.direction = fromRight ? 'rtl' : 'ltr'
  ctx.textAlign = fromRight ? 'right' : 'left'
  ctx.fillText(text, fromRight ? right : left, y)
}
