/** QR codes as one SVG path. */
import { encode } from 'uqr'

/** White modules around the code, without which cameras do not find it. */
const QUIET = 4

export interface Qr {
  /** Modules along one side, quiet zone included. */
  readonly size: number
  /** The dark modules, one unit each. */
  readonly path: string
}

/** Encodes text. Medium correction: a beamer's picture is rarely whole. */
export const qrOf = (text: string): Qr => {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET })
  const runs: string[] = []
  data.forEach((row, y) => {
    let start = -1
    for (let x = 0; x <= row.length; x++) {
      if (row[x] && start < 0) start = x
      else if (!row[x] && start >= 0) {
        runs.push(`M${start} ${y}h${x - start}v1h${start - x}z`)
        start = -1
      }
    }
  })
  return { size, path: runs.join('') }
}

/** A code in threes, as it is read aloud: ABC DEF. */
export const spokenCode = (code: string): string => code.replace(/(.{3})(?=.)/g, '$1 ')

/** An address without what nobody types. */
export const spokenAddress = (address: string): string =>
  address.replace(/^https?:\/\//, '').replace(/#.*$/, '')
