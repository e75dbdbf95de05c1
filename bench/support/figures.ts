/** What a bench says of many measurements. */

/** The value below which the share `q` (0–1) of the values lies; NaN when there are none. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN
}

/** The middle and the spread of several runs of one figure. */
export const spread = (runs: readonly number[]) => ({
  least: Math.min(...runs),
  middle: quantile(runs, 0.5),
  most: Math.max(...runs),
})

/** `3.2 (2.9–4.1)`: the median of the runs, and the least and most; a single run has no spread, and what is no number is `–`. */
export const withSpread = (runs: readonly number[], digits = 1): string => {
  const { least, middle, most } = spread(runs)
  if (Number.isNaN(middle)) return '–'
  if (runs.length === 1) return middle.toFixed(digits)
  return `${middle.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`
}

/** Prints each row as it comes, so that a bench which is broken off has not measured in vain. */
export const printAsTheyCome = async (
  header: readonly string[],
  rows: AsyncIterable<readonly string[]>,
): Promise<void> => {
  const print = (row: readonly string[]): void => console.log(`| ${row.join(' | ')} |`)
  print(header)
  print(header.map(() => '-'))
  for await (const row of rows) print(row)
}

/** Prints rows under a header, ready to stand in a README. */
export const printTable = (rows: readonly (readonly string[])[]): void => {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)))
  const print = (row: readonly string[], filler = ' '): void =>
    console.log(`| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0, filler)).join(' | ')} |`)
  const [header = [], ...others] = rows
  print(header)
  print(
    header.map(() => ''),
    '-',
  )
  for (const row of others) print(row)
}
