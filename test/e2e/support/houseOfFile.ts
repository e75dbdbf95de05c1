/** One house for all journeys of a file. At its end, nothing may have gone wrong in any page. */
import { afterAll, beforeAll, expect } from 'vitest'
import { openHouse, type House, type HouseOptions } from './house.ts'

export const houseOfFile = (options: HouseOptions = {}): House => {
  let opened: House | null = null
  const house = (): House => {
    if (!opened) throw new Error('the house is open while tests run')
    return opened
  }
  beforeAll(async () => {
    opened = await openHouse(options)
  })
  afterAll(async () => {
    await opened?.close()
    expect(opened?.troubles).toEqual([])
  })
  return {
    get url() {
      return house().url
    },
    get served() {
      return house().served
    },
    get browser() {
      return house().browser
    },
    get troubles() {
      return house().troubles
    },
    visitor: (...asked) => house().visitor(...asked),
    workshop: (...asked) => house().workshop(...asked),
    close: () => house().close(),
  }
}
