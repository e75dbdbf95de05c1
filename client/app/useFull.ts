import { useEffect } from 'react'
import { headOf } from '../model/pieces.ts'
import { useNotify } from '../ui/Notices.tsx'
import { useRest } from '../ui/useRest.ts'
import { useT } from '../ui/words.tsx'

type Field = HTMLInputElement | HTMLTextAreaElement

/** The field that holds only so many characters; null for all else. */
const fieldOf = (target: EventTarget | null): Field | null => {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  return isField && target.maxLength >= 0 && !target.readOnly && target.selectionStart !== null
    ? target
    : null
}

const roomIn = ({ maxLength, value, selectionStart, selectionEnd }: Field): number =>
  Math.max(0, maxLength - value.length + (selectionEnd ?? 0) - (selectionStart ?? 0))

/** Puts words where the caret is, as if they had been typed: whoever listens to the field hears of it, and its undo knows them. */
const type = (field: Field, words: string): void => {
  if (!words || document.execCommand('insertText', false, words)) return
  field.setRangeText(words, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: words }))
}

/**
 * A browser cuts off in silence what a field can't hold. So, for every field: what fits goes in, cut where a word ends; what does
 * not is told and offered; and who types into a full field hears that it is full.
 */
export const useFull = () => {
  const t = useT()
  const notify = useNotify()
  const tellRest = useRest()
  useEffect(() => {
    /** @returns whether these words are too many, and were dealt with */
    const take = (field: Field, words: string): boolean => {
      const whole = words.replace(/\r\n?/g, '\n')
      const room = roomIn(field)
      // What fits as it is, the browser puts in as it is, with all its spaces.
      if (whole.length <= room) return false
      const line = field instanceof HTMLInputElement ? whole.replaceAll('\n', ' ').trim() : whole
      const head = headOf(line, room, field.maxLength)
      type(field, head)
      const rest = line.slice(head.length).trim()
      if (rest) tellRest(rest)
      return true
    }
    const sayFull = (field: Field) => notify({ text: t('ui.full', { most: field.maxLength }), first: true })

    const onPaste = (event: ClipboardEvent) => {
      const field = fieldOf(event.target)
      if (field && take(field, event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault()
    }
    const onBeforeInput = (event: InputEvent) => {
      const field = fieldOf(event.target)
      // What is pasted was seen to already; what an input method composes can't be held up here.
      if (!field || !event.cancelable || event.inputType === 'insertFromPaste') return
      if (!event.inputType.startsWith('insert')) return
      const words = event.data ?? event.dataTransfer?.getData('text/plain') ?? '\n'
      if (words.length > 1) {
        if (take(field, words)) event.preventDefault()
      } else if (roomIn(field) < 1 && !(words === '\n' && field instanceof HTMLInputElement)) sayFull(field)
    }
    const onCompositionEnd = (event: CompositionEvent) => {
      const field = fieldOf(event.target)
      if (field && event.data && field.value.length >= field.maxLength) sayFull(field)
    }
    document.addEventListener('paste', onPaste, true)
    document.addEventListener('beforeinput', onBeforeInput, true)
    document.addEventListener('compositionend', onCompositionEnd, true)
    return () => {
      document.removeEventListener('paste', onPaste, true)
      document.removeEventListener('beforeinput', onBeforeInput, true)
      document.removeEventListener('compositionend', onCompositionEnd, true)
    }
  }, [t, notify, tellRest])
}
