/** A linter that sees nothing also passes. So a small tree that breaks each rule, file by file, must fail as its first lines say. */
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import { beforeAll, describe, expect, test } from 'vitest'
import { house, LINES } from '../../scripts/lint/house.js'

const broken = fileURLToPath(new URL('house', import.meta.url))
let results: readonly ESLint.LintResult[] = []

beforeAll(async () => {
  const eslint = new ESLint({ cwd: broken, overrideConfigFile: true, overrideConfig: house(broken) })
  results = await eslint.lintFiles(['.'])
}, 120_000)

/** The rules that a file says it breaks. */
const expected = async (path: string): Promise<string[]> => {
  const [, rules = ''] = /^\/\/ expect: (.*)$/m.exec(await readFile(path, 'utf8')) ?? []
  return rules.split(' ').filter(Boolean).sort()
}

describe('the lint rules bite', () => {
  test('every broken file is refused for what it breaks, and for nothing else', async () => {
    const told: Record<string, unknown> = {}
    const wanted: Record<string, unknown> = {}
    for (const { filePath, messages } of results) {
      const name = relative(broken, filePath)
      told[name] = messages.map(({ ruleId, message }) => ruleId ?? message).sort()
      wanted[name] = await expected(filePath)
    }
    expect(told).toEqual(wanted)
  })

  test.each(LINES)('some file breaks the line around %s', (target, _from, why) => {
    const inside = join(broken, target.replace(/[*{].*$/, ''))
    const told = results
      .filter(({ filePath }) => filePath.startsWith(inside))
      .flatMap(({ messages }) => messages)
    expect(told.filter(({ message }) => message.includes(why))).not.toEqual([])
  })

  test('the tree of broken rules was read', () => {
    expect(results.length).toBeGreaterThan(30)
    expect(results.filter(({ errorCount }) => errorCount > 0).length).toBeGreaterThan(20)
  })
})
