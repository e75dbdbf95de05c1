/** Words of the outcome: headings and phrases of the documents that people take away. */
export const outcomeWords = {
  'outcome.kept.idea': 'An idea kept in the room',
  'outcome.kept.item': 'These words stay in the room.',
  'outcome.kept.theme': 'A theme kept in the room',
  'outcome.backup.about':
    'The facilitator’s backup of this workshop: every board, the rounds and the workplan. Words that stay in the room are left out. Names stand here only where people agreed.',
} as const
