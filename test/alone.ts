/** Which test files need a process of their own. */
import { readFileSync, readdirSync } from 'node:fs'
import { sep } from 'node:path'

/**
 * What only an empty process can be given: other modules in place of some, a page around it, or a count of all timers, among which
 * would be those of a server that a file before has left to its rest.
 */
const NEEDS_ITS_OWN = /vi\.mock\(|@vitest-environment|getTimerCount\(/

/**
 * Those that put something else in place of a module, render into a page, or count timers. All others share processes, so that what many of
 * them import is read once; that no module keeps a state of its own is a rule of the house anyway.
 * @param folder where the tests lie
 * @returns their paths, with forward slashes on any system, as patterns want them
 */
export const filesAlone = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.replaceAll(sep, '/')}`)
    .filter((file) => NEEDS_ITS_OWN.test(readFileSync(file, 'utf8')))
