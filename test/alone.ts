/** Which test files need a process of their own. */
import { readFileSync, readdirSync } from 'node:fs'
import { sep } from 'node:path'

/** What only an empty process can be given: other modules in place of some, or a page around it. */
const NEEDS_ITS_OWN = /vi\.mock\(|@vitest-environment/

/**
 * Those that put something else in place of a module, or render into a page. All others share processes, so that what many of
 * them import is read once; that no module keeps a state of its own is a rule of the house anyway.
 * @param folder where the tests lie
 * @returns their paths, with forward slashes on any system, as patterns want them
 */
export const filesAlone = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.replaceAll(sep, '/')}`)
    .filter((file) => NEEDS_ITS_OWN.test(readFileSync(file, 'utf8')))
