/**
 * What a first visit loads, by the build's own manifest: the entry, the landing and join screens, then the board with all that it
 * brings. Sizes are compressed by brotli, as they are served.
 */
import { readFileSync } from 'node:fs'

/** @type {Record<string, { file: string, css?: string[], imports?: string[], dynamicImports?: string[], isEntry?: boolean }>} */
const manifest = JSON.parse(readFileSync(new URL('dist/client/.vite/manifest.json', import.meta.url), 'utf8'))

/** A chunk and all that it imports at once. @param {string} name @param {Set<string>} [seen] @returns {Set<string>} */
const closure = (name, seen = new Set()) => {
  const chunk = manifest[name]
  if (!chunk || seen.has(name)) return seen
  seen.add(name)
  for (const each of chunk.imports ?? []) closure(each, seen)
  return seen
}

const entries = Object.keys(manifest).filter((name) => manifest[name]?.isEntry)
/** Screens of a first visit, and what the board loads by itself. */
const FIRST = /(Landing|Join|Board|Canvas|Workshop|List)\w*\.tsx$/
const screens = Object.keys(manifest).filter((name) => FIRST.test(name))
const chunks = [...new Set([...entries, ...screens].flatMap((name) => [...closure(name)]))]
const files = (/** @type {string[]} */ all) => [...new Set(all)].map((file) => `dist/client/${file}`)

if (entries.length === 0) throw new Error('The manifest names no entry: is the client built?')

export default [
  {
    name: 'First load: landing, join, board (JavaScript)',
    path: files(chunks.map((name) => manifest[name]?.file ?? '').filter((file) => file.endsWith('.js'))),
    limit: '300 kB',
  },
  {
    name: 'First load: styles',
    path: files(chunks.flatMap((name) => manifest[name]?.css ?? [])),
    limit: '40 kB',
  },
  {
    name: 'The Latin letters',
    path: 'dist/client/assets/*latin-w*.woff2',
    limit: '60 kB',
    brotli: false,
  },
]
