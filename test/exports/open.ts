/** Opens what the exports wrote, with readers of our own. */
import JSZip from 'jszip'
import { EXPORTS, type ExportName } from '../../shared/api.ts'
import { itemsOf } from '../../shared/board.ts'
import { makeBackup } from '../../shared/outcome/makeBackup.ts'
import { makeWorkplan } from '../../shared/outcome/makeWorkplan.ts'
import { renderExport, type ExportInput } from '../../server/exports/render.ts'
import { t, type Workshop } from '../outcome/sample.ts'
import { all, child, parseXml, type XmlNode } from './xml.ts'

/** What the server would hand to the exports of a workshop. */
export const exportInput = (shop: Workshop): ExportInput => ({
  t,
  workplan: () => makeWorkplan(shop.input()),
  backup: () =>
    makeBackup({
      title: 'A workshop',
      language: 'en',
      boards: shop.boards().map((board) => ({ ...board, raw: itemsOf(shop.board).toJSON() })),
      stage: shop.stage(),
      plan: Object.fromEntries(
        ['actions', 'criteria', 'meetings'].map((table) => [table, shop.plan.getMap(table).toJSON()]),
      ),
      consentOf: shop.consentOf,
      now: 0,
      t,
    }),
})

/** One export, as bytes. */
export const render = async (shop: Workshop, name: ExportName): Promise<Buffer> => {
  const { body } = await renderExport(name, exportInput(shop))
  return Buffer.from(body)
}

/** The parts of a zip file, by name. */
export const partsOf = async (zip: Buffer): Promise<ReadonlyMap<string, string>> => {
  const { files } = await JSZip.loadAsync(zip)
  const parts = new Map<string, string>()
  for (const file of Object.values(files)) if (!file.dir) parts.set(file.name, await file.async('string'))
  return parts
}

/** All that an export says, its zipped parts opened. */
export const everyText = async (shop: Workshop): Promise<ReadonlyMap<ExportName, string>> => {
  const texts = new Map<ExportName, string>()
  for (const name of EXPORTS) {
    const bytes = await render(shop, name)
    const zipped = name.endsWith('.docx') || name.endsWith('.xlsx')
    texts.set(name, zipped ? [...(await partsOf(bytes)).values()].join('\n') : bytes.toString('utf8'))
  }
  return texts
}

/** Every XML part of an office file, parsed. */
export const openOffice = async (zip: Buffer): Promise<ReadonlyMap<string, XmlNode>> => {
  const trees = new Map<string, XmlNode>()
  for (const [name, source] of await partsOf(zip))
    if (/\.(xml|rels)$/.test(name)) trees.set(name, parseXml(source))
  return trees
}

export interface Cell {
  readonly value: string
  readonly type: 'text' | 'number' | 'empty'
  /** The number format's code. */
  readonly format: string
  readonly formula: boolean
}

export interface OpenSheet {
  readonly name: string
  readonly rows: readonly (readonly Cell[])[]
  readonly xml: XmlNode
}

/** Opens a spreadsheet: its sheets, their cells with their types. */
export const openSheets = async (zip: Buffer): Promise<OpenSheet[]> => {
  const trees = await openOffice(zip)
  const part = (name: string): XmlNode => {
    const tree = trees.get(name)
    if (!tree) throw new Error(`there is no ${name}`)
    return tree
  }
  const strings = part('xl/sharedStrings.xml').children.map(({ text }) => text)
  const styles = part('xl/styles.xml')
  const codes = new Map(
    all(styles, 'numFmt').map(({ attributes }) => [attributes.numFmtId, attributes.formatCode]),
  )
  const formats = (child(styles, 'cellXfs')?.children ?? []).map(
    ({ attributes }) => codes.get(attributes.numFmtId ?? '') ?? attributes.numFmtId ?? '',
  )
  const targets = new Map(
    part('xl/_rels/workbook.xml.rels').children.map(({ attributes }) => [attributes.Id, attributes.Target]),
  )
  const cellOf = (cell: XmlNode): Cell => {
    const raw = child(cell, 'v')?.text
    const isText = cell.attributes.t === 's'
    return {
      value: raw === undefined ? '' : isText ? (strings[Number(raw)] ?? 'no such string') : raw,
      type: raw === undefined ? 'empty' : isText ? 'text' : 'number',
      format: formats[Number(cell.attributes.s ?? 0)] ?? '',
      formula: child(cell, 'f') !== undefined,
    }
  }
  return all(part('xl/workbook.xml'), 'sheet').map(({ attributes }) => {
    const xml = part(`xl/${targets.get(attributes['r:id'])}`)
    return {
      name: attributes.name ?? '',
      rows: all(xml, 'row').map((row) => all(row, 'c').map(cellOf)),
      xml,
    }
  })
}

/** A CSV reader by RFC 4180, and nothing else. */
export const parseCsv = (source: string): string[][] => {
  const rows: string[][] = [[]]
  let field = ''
  let quoted = false
  const end = () => {
    rows.at(-1)?.push(field)
    field = ''
  }
  for (let at = 0; at < source.length; at++) {
    const mark = source.charAt(at)
    if (quoted) {
      if (mark !== '"') field += mark
      else if (source.charAt(at + 1) === '"') field += source.charAt(at++)
      else quoted = false
    } else if (mark === '"') quoted = true
    else if (mark === ',') end()
    else if (mark === '\r' && source.charAt(at + 1) === '\n') {
      end()
      rows.push([])
      at++
    } else if (mark === '\n' || mark === '\r') throw new Error('a bare line end outside quotes')
    else field += mark
  }
  if (quoted) throw new Error('an open quote at the end')
  if (field || (rows.at(-1)?.length ?? 0) > 0) end()
  return rows.filter((row) => row.length > 0)
}
