import { describe, expect, test } from 'vitest'
import { createMemory } from '../../../client/model/memory.ts'
import { readBoard } from '../../../shared/board.ts'
import { addItem } from '../../../shared/boardItems.ts'
import { replaceText } from '../../../shared/boardTexts.ts'
import { itemOfReceipt } from '../../../shared/receipts.ts'
import { BOARD, createBrowser, entered, NAME, SPELL, texts, words, WORKSHOP } from './support.ts'

describe('private writing', () => {
  test('a note lies in the draft alone, under the id of a receipt that this device keeps', () => {
    const browser = createBrowser()
    const { writing, spell } = entered(browser)
    const id = writing.add(spell, words('The stairs'))
    expect(texts(writing.mine.get().drafts)).toEqual(['The stairs'])
    expect(readBoard(browser.board).items.size).toBe(0)
    const [receipt] = createMemory(browser.storage).receipts(WORKSHOP).read()
    expect(itemOfReceipt(receipt?.secret ?? '')).toBe(id)
  })

  test('"room only" is said of the one note, and follows what I allow in general', () => {
    const strict = createBrowser({ consent: 'room' })
    const { writing, spell } = entered(strict)
    writing.add(spell, words('kept', { room: true }))
    writing.add(spell, words('let out'))
    expect(writing.mine.get().drafts.map(({ note }) => note.consent)).toEqual(['room', 'nameless'])
    const lenient = entered(createBrowser({ consent: 'named' }))
    lenient.writing.add(lenient.spell, words('as usual'))
    expect(lenient.writing.mine.get().drafts[0]?.note.consent).toBeNull()
  })

  test('a deleted note is not shared, and can be put back', () => {
    const browser = createBrowser()
    const { writing, spell } = entered(browser)
    writing.add(spell, words('Second thoughts'))
    const [own] = writing.mine.get().drafts
    if (!own) throw new Error('no note')
    writing.remove(own)
    expect(writing.mine.get().drafts).toEqual([])
    writing.putBack(own)
    expect(texts(writing.mine.get().drafts)).toEqual(['Second thoughts'])
  })

  test('once shared, mine are known by their receipts, and the draft is thrown away here too', () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    const id = writing.add(spell, words('The stairs'))
    browser.share()
    addItem(browser.board, { kind: 'note', at: [0, 0], text: 'Of somebody else' })
    browser.say(null)
    synced.set(true)
    writing.refused(NAME, 0)
    const { drafts, late, shared } = writing.mine.get()
    expect([drafts, late]).toEqual([[], []])
    expect(shared.map(({ note }) => note.id)).toEqual([id])
    expect(browser.copies.has(NAME)).toBe(false)
    // Also after a reload.
    const again = browser.open()
    expect(texts(again.writing.mine.get().shared)).toEqual(['The stairs'])
  })

  test('what is not on the board when the writing is over is late: shared by itself, or thrown away', async () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    writing.add(spell, words('in time'))
    const ids = writing.mine.get().drafts.map(({ note }) => note.id)
    writing.add(spell, words('in the tunnel'))
    writing.add(spell, words('regretted'))
    browser.share(ids)
    browser.say(null)
    writing.refused(NAME, 2)
    // Nothing looks late before the board is known.
    expect(writing.mine.get().late).toEqual([])
    synced.set(true)
    expect(texts(writing.mine.get().late)).toEqual(['in the tunnel', 'regretted'])

    const again = browser.open()
    again.synced.set(true)
    // Without the server's word, they may still be in time.
    expect(again.writing.mine.get().late).toEqual([])
    again.writing.refused(NAME, 2)
    const [first, second] = again.writing.mine.get().late
    if (!first || !second) throw new Error('nothing is late')
    again.writing.drop(second)
    await again.writing.share([first])
    expect(browser.commands).toMatchObject([
      { type: 'writing.share', board: BOARD, notes: [{ id: first.note.id, text: 'in the tunnel' }] },
    ])
    expect(again.writing.mine.get().late).toEqual([])
    expect(browser.copies.has(NAME)).toBe(false)
  })

  test('a late note that could not be shared stays', async () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    writing.add(spell, words('stays'))
    browser.say(null)
    synced.set(true)
    writing.refused(NAME, 1)
    browser.answers.online = false
    await expect(writing.share(writing.mine.get().late)).rejects.toThrow('offline')
    expect(texts(writing.mine.get().late)).toEqual(['stays'])
  })

  test('words changed without a connection, after they were shared, are offered as a change', async () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    const id = writing.add(spell, words('The stairs'))
    browser.share()
    const [own] = writing.mine.get().drafts
    if (!own) throw new Error('no note')
    await writing.change(own, words('The steep stairs'))
    browser.say(null)
    synced.set(true)
    writing.refused(NAME, 1)
    const [late] = writing.mine.get().late
    expect(late).toMatchObject({ shared: 'The stairs', note: { text: 'The steep stairs' } })
    if (late) await writing.share([late])
    expect(browser.commands).toMatchObject([{ type: 'note.rewrite', item: id, text: 'The steep stairs' }])
  })

  test('others who change a shared note do not make mine look late', () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    const id = writing.add(spell, words('The stairs'))
    browser.share()
    replaceText(browser.board, id, 'text', 'The stairs and the lift')
    browser.say(null)
    synced.set(true)
    writing.refused(NAME, 0)
    expect(writing.mine.get().late).toEqual([])
  })

  test('half a note waits over a reload, and when the writing ends it is still there to be shared', () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    writing.keepUnfinished(spell, words('I am afraid th'))
    const again = browser.open()
    expect(again.writing.enter()?.unfinished?.text).toBe('I am afraid th')
    browser.say(null)
    again.synced.set(true)
    synced.set(true)
    again.writing.refused(NAME, 0)
    const [kept] = again.writing.mine.get().unfinished
    if (!kept) throw new Error('it is lost')
    again.writing.add(kept, words('I am afraid they close it'))
    expect(texts(again.writing.mine.get().late)).toEqual(['I am afraid they close it'])
    expect(again.writing.mine.get().unfinished).toEqual([])
  })

  test('taking a note back shows the receipt, and then forgets it', async () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    writing.add(spell, words('The stairs'))
    browser.share()
    browser.say(null)
    synced.set(true)
    writing.refused(NAME, 0)
    const [mine] = writing.mine.get().shared
    if (!mine) throw new Error('not mine')
    await writing.consent(mine, 'room')
    await writing.takeBack(mine)
    const { item, secret } = mine.receipt
    expect(browser.commands).toEqual([
      { type: 'receipt.consent', board: BOARD, item, receipt: secret, consent: 'room' },
      { type: 'receipt.withdraw', board: BOARD, item, receipt: secret },
    ])
    expect(createMemory(browser.storage).receipts(WORKSHOP).read()).toEqual([])
  })

  test('somebody else on the same device sees nothing of mine', () => {
    const browser = createBrowser()
    const { writing, spell } = entered(browser)
    writing.add(spell, words('The stairs'))
    browser.share()
    const now = browser.info.get()
    browser.info.set({ ...now, participant: { ...now.participant, id: 'person-2-person-2-per' } })
    const other = browser.open()
    other.synced.set(true)
    expect(other.writing.mine.get()).toMatchObject({ drafts: [], late: [], shared: [], unfinished: [] })
  })

  test('whoever only watches has nothing to enter', () => {
    const browser = createBrowser({ role: 'viewer' })
    browser.say(SPELL)
    const { writing } = browser.open()
    expect(writing.enter()).toBeNull()
    expect(writing.mine.get().spell).toBeNull()
  })
})
