/** The people of one long day, and how they come in. */
import { readBoard, type BoardView } from '../../../shared/board.ts'
import { workshopInfo } from '../../../shared/answers.ts'
import { joinStock, type StockClient } from '../../sync/harness.ts'
import { ask, joinAsProgram, type House, type Person } from './house.ts'
import { joinsByKeys } from './keys.ts'
import { button, goesTo, inside, joinsByCode, joinsByLink, sees, startsWorkshop } from './people.ts'
import type { Note } from '../../../shared/kinds/note/note.ts'
import type { Theme } from '../../../shared/kinds/theme/theme.ts'

const TITLE = 'A better front door'
/** The two themes of the day. */
export const HEARD = 'Being heard'
export const SIMPLE = 'Keeping it simple'

interface Program extends StockClient {
  readonly token: string
}

/** Who is there on that day, and what they can look at. */
export interface Day {
  readonly house: House
  readonly fern: Person
  readonly amina: Person
  readonly joe: Person
  readonly kit: Person
  readonly programs: readonly Program[]
  readonly shop: Awaited<ReturnType<typeof startsWorkshop>>
  /** A second sign-in of Fern's, as a program, to look into what a facilitator is told. */
  readonly token: string
  readonly boardId: string
  /** The board, as the programs have it. */
  view(): BoardView
  noteOf(text: string): Note
  themeOf(title: string): Theme
  /** The address of a part of the interface. */
  api(path: string): string
  /** All who are there with a page. */
  people(): readonly Person[]
}

/** They join: by code on a phone, by link, by keys alone, and as programs. */
export const joinTheDay = async (house: House): Promise<Day> => {
  const [fern, amina, joe, kit] = await Promise.all([
    house.visitor(),
    house.visitor('phone'),
    house.visitor(),
    house.visitor(),
  ])
  const people = () => [fern, amina, joe, kit]
  const shop = await startsWorkshop(fern, TITLE, 'Fern')
  await inside(fern)
  const byLink = { title: TITLE, href: shop.participant }
  await Promise.all([
    joinsByCode(amina, shop, 'Amina', 'Use them with my name'),
    joinsByLink(joe, byLink, 'Joe', 'Use them without my name'),
    joinsByKeys(kit, byLink, 'Kit'),
  ])
  await Promise.all(people().map(inside))

  const device = await fern.page.evaluate(
    async (path) => (await fetch(path, { method: 'POST' })).json(),
    `/api/workshops/${shop.id}/devices`,
  )
  const { token } = await joinAsProgram(house.url, device.code, '')
  const info = await ask(`${house.url}/api/workshops/${shop.id}`, { method: 'GET', token })
  const boardId = workshopInfo.parse(await info.json()).boards[0]?.id ?? ''
  const sessions = await Promise.all(
    ['Ana', 'Bo', 'Cy', 'Dee'].map((name) => joinAsProgram(house.url, shop.code, name)),
  )
  const programs = sessions.map((session) => ({
    token: session.token,
    ...joinStock(
      { url: house.url.replace('http', 'ws'), workshop: shop.id },
      session.token,
      `board:${boardId}`,
    ),
  }))
  await Promise.all(programs.map((program) => program.synced()))
  await sees(button(fern.page, /^\d people here\. See everyone$/))
  await goesTo(fern, 'people')
  for (const name of ['Amina', 'Joe', 'Kit', 'Dee']) await sees(fern.page.getByText(name, { exact: true }))

  const view = (): BoardView => {
    const [first] = programs
    if (!first) throw new Error('nobody is there')
    return readBoard(first.doc)
  }
  return {
    house,
    fern,
    amina,
    joe,
    kit,
    programs,
    shop,
    token,
    boardId,
    view,
    noteOf(text) {
      const found = view().shown.find((item): item is Note => item.kind === 'note' && item.text === text)
      if (!found) throw new Error(`no note says ${text}`)
      return found
    },
    themeOf(title) {
      const found = view().shown.find((item): item is Theme => item.kind === 'theme' && item.title === title)
      if (!found) throw new Error(`no theme is called ${title}`)
      return found
    },
    api: (path) => `${house.url}/api/workshops/${shop.id}/${path}`,
    people,
  }
}
