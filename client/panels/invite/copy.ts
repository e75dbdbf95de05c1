/** Copying to the clipboard, also on plain http, where the page has no clipboard of its own. */

/** Copies text. @returns false when it could not; then the field stays chosen, to be copied by hand */
export const copyText = async (text: string, field: HTMLInputElement): Promise<boolean> => {
  try {
    // Absent on plain http, whatever the types say; refused without permission.
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    field.focus()
    field.select()
    try {
      return document.execCommand('copy')
    } catch {
      return false
    }
  }
}
