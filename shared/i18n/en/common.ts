/** Words of the small parts that every screen is made of. */
export const common = {
  'ui.close': 'Close',
  'ui.back': 'Back',
  'ui.cancel': 'Cancel',
  'ui.save': 'Save',
  'ui.undo': 'Undo',
  'ui.try-again': 'Try again',
  'ui.copy': 'Copy',
  'ui.copied': 'Copied.',
  'ui.less': '{label}, one less',
  'ui.more': '{label}, one more',
  'ui.value': '{value, number}',
  'ui.failed': 'That did not work. Nothing is lost. Please try again.',
  'ui.offline': 'There is no connection now. Try again when it is back.',
  'ui.offline.old': 'No connection. What you see here may be old.',
} as const
