/** Whether somebody writes or answers something just now: then nothing may be moved under their hands. */
export const occupied = (page: Pick<Document, 'activeElement' | 'querySelector'>): boolean =>
  page.activeElement?.matches('input, textarea, select, [contenteditable]') === true ||
  page.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null
