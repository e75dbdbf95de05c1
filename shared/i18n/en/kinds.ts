/** Words of the kinds: what a list, a screen reader and an export call them. */
export const kinds = {
  'note.empty': 'An empty note',
  'figure.unnamed': 'Someone',
  'figure.described': '{name}, {mood}.',
  'figure.says': 'Says “{speech}”.',
  'figure.stands-for': 'Stands for: {story}',
  'figure.mood.calm': 'calm',
  'figure.mood.glad': 'glad',
  'figure.mood.sad': 'sad',
  'figure.mood.worried': 'worried',
  'figure.mood.angry': 'angry',
  'figure.mood.tired': 'tired',
  'figure.mood.none': 'no face',
  'theme.untitled': 'A theme without a title',
  'item.unknown': 'Something this version cannot show',
} as const
