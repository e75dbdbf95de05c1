/** Copying to the clipboard, also on plain http, where the page has no clipboard of its own. */

const choose = (element: HTMLElement): void => {
  if (element instanceof HTMLInputElement) {
    element.focus()
    element.select()
  } else window.getSelection()?.selectAllChildren(element)
}

/** Copies text. @returns false when it could not; then the element with that text stays chosen, to be copied by hand */
export const copyText = async (text: string, element: HTMLElement): Promise<boolean> => {
  try {
    // Absent on plain http, whatever the types say; refused without permission.
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    choose(element)
    try {
      return document.execCommand('copy')
    } catch {
      return false
    }
  }
}
