/** Words of private writing that every page says: notes that only their author sees, until all are shared at once and without names. */
export const writing = {
  'writing.menu': 'My private notes',
  'writing.add.private': 'Add a private note',
  'writing.tool': 'Private',
  'writing.yours': 'Yours. Nobody else can tell.',
  'writing.leave':
    'You wrote {count, plural, one {a note} other {# notes}} in private that everyone sees now. If you leave, you can no longer take {count, plural, one {it} other {them}} back.',
  'writing.leave.look': 'Look at {count, plural, one {it} other {them}} first',

  'writing.rewrite.hint': 'Nobody’s name is on this note. None is kept when you change it.',
  'writing.rewrite.changed': 'Somebody changed this note while you wrote. It now says:',
  'writing.rewrite.drop.title': 'Throw your change away?',
  'writing.rewrite.drop.text': 'The note stays as it is on the board.',
  'writing.rewrite.drop.yes': 'Throw away',
  'writing.rewrite.drop.no': 'Go on writing',

  'say.writing': 'Private writing has begun. Only you see what you write.',
  'say.writing.question': 'Private writing has begun: {question} Only you see what you write.',
  'say.writing.go': 'Write',
  'say.writing.shared': '{count, plural, one {# note was} other {# notes were}} shared with everyone.',
  'say.writing.show': 'Show them',
  'say.writing.over': 'Private writing has ended. Nothing was shared.',
  'say.writing.lost':
    'Private writing has ended: the server has lost its key. Nobody can open the notes there. Yours are still on the device you wrote them on.',
  'step.writing': 'Writing in private',
} as const
