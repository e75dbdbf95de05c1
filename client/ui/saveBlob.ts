/** Ms for which a browser may still read what it was told to save: Safari begins late. */
const READ_MS = 60_000

/** Has the browser save a file. */
export const saveBlob = (blob: Blob, name: string): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), READ_MS)
}
