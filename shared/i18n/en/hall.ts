/** Words of the hall's screen, read from the back row. */
export const hall = {
  'hall.title': 'The hall’s screen',
  'hall.side': 'Now, and how to join',
  'hall.join': 'Join at',
  'hall.qr': 'A QR code that opens {address}',
  'hall.here': '{count} here',
  'hall.voted': '{count, plural, =0 {No one has voted yet} one {# has voted} other {# have voted}}',
  'hall.turnout': '{voted} of {present} voted',
  'hall.closed': 'The doors are closed',
  'hall.offline': 'No connection. This picture may be old.',
  'hall.vote': 'Vote now on your phone',
  'hall.over': 'Time is up',
  'hall.over.hint': 'You can still finish your note.',
  'hall.result': 'What people chose',
  'hall.result.more': '{count, plural, one {and # more} other {and # more}}',
  'hall.place': '{rank}.',
  'hall.points': '{total}',
} as const
