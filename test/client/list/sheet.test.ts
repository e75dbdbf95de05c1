import { describe, expect, test } from 'vitest'
import { consentFrom, consentOf, switchesOf } from '../../../client/panels/item/consent.ts'
import { emptyDraft, keepDraft, readDraft } from '../../../client/panels/item/draft.ts'
import { CONSENTS } from '../../../shared/consent.ts'

const memory = () => {
  const held = new Map<string, string>()
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  }
}

describe('a note that is not on the board yet', () => {
  test('keeps its words on this device, for this board alone', () => {
    const storage = memory()
    const draft = { ...emptyDraft('rose'), text: 'Half a thought', principles: [2] }
    keepDraft(storage, 'w', 'one', draft)
    expect(readDraft(storage, 'w', 'one')).toEqual(draft)
    expect(readDraft(storage, 'w', 'two')).toBeNull()
  })

  test('is forgotten once it is on the board, or has no words', () => {
    const storage = memory()
    keepDraft(storage, 'w', 'one', { ...emptyDraft(), text: 'Words' })
    keepDraft(storage, 'w', 'one', { ...emptyDraft(), text: '  ' })
    expect(readDraft(storage, 'w', 'one')).toBeNull()
  })

  test('what makes no sense in storage is no draft', () => {
    const storage = memory()
    storage.setItem('kiteboard.note.w.one', '{"text": 7')
    expect(readDraft(storage, 'w', 'one')).toBeNull()
  })
})

describe('consent in two switches', () => {
  test('each consent has its own setting', () =>
    expect(CONSENTS.map((consent) => consentOf(switchesOf(consent)))).toEqual([...CONSENTS]))

  test('what stays in the room shows no name', () =>
    expect(consentOf({ name: true, room: true })).toBe('room'))

  test('an item without a credit shows no name', () => {
    expect(consentFrom(undefined)).toBe('nameless')
    expect(consentFrom({ room: true })).toBe('room')
    expect(consentFrom({ person: 'someone' })).toBe('named')
  })
})
