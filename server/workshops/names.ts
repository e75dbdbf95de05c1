/** Friendly made-up names for people who would rather not give theirs. */
import type { Say } from '../say.ts'

/** A name that nobody in the workshop has, like "Quiet Heron"; a number follows once all are taken. */
export const madeUpName = (taken: ReadonlySet<string>, t: Say, random: (below: number) => number): string => {
  const first = t('server.names.first').split(' ')
  const second = t('server.names.second').split(' ')
  const all = first.length * second.length
  const from = random(all)
  for (let round = 1; ; round++)
    for (let step = 0; step < all; step++) {
      const index = (from + step) % all
      const name = `${first[index % first.length]} ${second[Math.floor(index / first.length)]}`
      const numbered = round === 1 ? name : `${name} ${round}`
      if (!taken.has(numbered)) return numbered
    }
}
