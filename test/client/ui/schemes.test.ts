import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('../../../client/ui/schemes.css', import.meta.url), 'utf8')

/** What is declared under a selector, which may stand within a rule about the system's wish. */
const declared = (selector: string, within = ''): readonly string[] => {
  const from = css.indexOf(`${selector} {`, css.indexOf(within))
  const block = css.slice(css.indexOf('{', from) + 1, css.indexOf('}', from))
  return block
    .split(';')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

const SYSTEM = ':root:not([data-scheme])'
const namesIn = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/:.*/s, '')).sort()

test.each([
  ['dark', '@media (prefers-color-scheme: dark)'],
  ['contrast', '@media (prefers-contrast: more)'],
])('who asks the system for %s sees just what who chose it here sees', (scheme, wish) => {
  const chosen = declared(`[data-scheme='${scheme}']`)
  expect(chosen).toContain('color-scheme: dark')
  expect(declared(SYSTEM, wish)).toEqual(chosen)
})

test.each(['dark', 'contrast'])('%s says for each colour that is light what it is there', (scheme) => {
  const names = namesIn(declared("[data-scheme='light']"))
  expect(names.length).toBeGreaterThan(50)
  expect(namesIn(declared(`[data-scheme='${scheme}']`))).toEqual(names)
})
