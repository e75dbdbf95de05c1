import { describe, expect, test } from 'vitest'
import { holdsSecret, routeOf } from '../../../client/app/routes.ts'
import { paths } from '../../../client/model/paths.ts'
import { newId } from '../../../shared/ids.ts'
import { STRAIGHT, straightIn } from '../../../shared/straight.ts'

const at = (href: string, secret: string | null = null) => {
  const url = new URL(href, 'http://hall.test')
  return routeOf({ pathname: url.pathname, hash: url.hash.slice(1), secret, straight: false, asked: 0 })
}

describe('addresses', () => {
  const workshop = newId()
  const id = newId()

  test('every page has one, and it leads back to the page', () => {
    expect(at(paths.landing())).toEqual({ page: 'landing' })
    expect(at(paths.start())).toEqual({ page: 'start' })
    expect(at(paths.join())).toEqual({ page: 'join', code: '' })
    expect(at(paths.join('ABCDEF'))).toEqual({ page: 'join', code: 'ABCDEF' })
    const inside = { page: 'workshop', workshop, item: null, secret: null, straight: false, asked: 0 }
    expect(at(paths.workshop(workshop))).toEqual({ ...inside, view: 'home', id: null })
    expect(at(paths.board(workshop, id))).toEqual({ ...inside, view: 'board', id })
    expect(at(paths.list(workshop))).toEqual({ ...inside, view: 'list', id: null })
    expect(at(paths.vote(workshop, id))).toEqual({ ...inside, view: 'vote', id })
    for (const view of ['outcome', 'hall', 'people'] as const)
      expect(at(paths[view](workshop))).toEqual({ ...inside, view, id: null })
  })

  test('an item to look at stands behind the # of its board', () => {
    expect(at(`${paths.board(workshop, id)}#${id}`)).toMatchObject({ view: 'board', id, item: id })
  })

  test('what stands behind the # of a workshop is a secret, and of nothing else', () => {
    expect(holdsSecret(paths.workshop(workshop))).toBe(true)
    expect(holdsSecret(`${paths.workshop(workshop)}/`)).toBe(true)
    expect(holdsSecret(paths.board(workshop, id))).toBe(false)
    expect(holdsSecret(paths.join())).toBe(false)
    expect(at(paths.workshop(workshop), 'whisper')).toMatchObject({
      view: 'home',
      secret: 'whisper',
      item: null,
    })
  })

  test('an address that is none says so, whatever it holds', () => {
    for (const href of [
      '/w/short',
      `/w/${workshop}/cellar`,
      `/w/${workshop}/vote/no`,
      '/w',
      '/nowhere',
      `/w/${workshop}/board/${id}/x`,
    ])
      expect(at(href)).toEqual({ page: 'lost' })
  })
})

test('the example’s link goes straight in; its mark stands before the secret, which stays behind the #', () => {
  expect(straightIn('http://hall.test/w/a#secret')).toBe(`http://hall.test/w/a${STRAIGHT}#secret`)
})
