/** Words of the door: what may be kept of one's words, coming back, leaving, and being sent out. */
export const door = {
  'consent.room': 'Keep them in this room',
  'consent.room.hint': 'They will not be in the report.',
  'consent.nameless': 'Use them without my name',
  'consent.nameless.hint': 'They may be in the report. My name is not.',
  'consent.named': 'Use them with my name',
  'consent.named.hint': 'They may be in the report, and so may my name.',
  'consent.unset': 'Until you choose, your words may be used without your name.',
  'consent.now': 'Your choice: {choice}.',
  'consent.choose': 'Choose now',

  'app.trouble.removed': 'You were removed from this workshop',
  'app.trouble.removed.hint': 'Ask the facilitator if that was a mistake.',
} as const
