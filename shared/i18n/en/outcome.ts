/** What stands where the outcome leaves words out, and what is said of a copy of all. */
export const outcome = {
  'outcome.kept.idea': 'An idea kept in the room',
  'outcome.kept.item': 'These words stay in the room.',
  'outcome.kept.theme': 'A theme kept in the room',
  'outcome.backup.about':
    'All of this workshop, as data: every board, the rounds and the workplan. Words that stay in the room are left out. Names stand here only where people agreed.',
} as const
