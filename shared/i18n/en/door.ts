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

  'invite.started':
    'This device remembers your workshop: you find it on the first page. Keep the facilitator link safe, to come back from elsewhere.',
  'invite.loopback': 'Only this computer can open this address.',
  'invite.loopback.how': 'To invite phones, start Kiteboard with npm start -- --lan, or set PUBLIC_URL.',

  'leave.menu': 'Leave the workshop…',
  'leave.title': 'Leave the workshop?',
  'leave.text': 'What you made stays. To come back, you need the code or a link.',
  'leave.text.facilitator': 'This device forgets your links. Keep the facilitator link somewhere first.',
  'leave.unsaved': 'Some of what you wrote is only on this device. If you leave, it is lost.',
  'leave.unsent':
    'Some of what you wrote is not sent yet. It is kept on this device, and goes out with the next connection.',
  'leave.unsent.unkept':
    'Some of what you wrote is not sent yet. This device can’t keep it. Stay on this page until it is sent.',
  'leave.offline': 'You can leave once the connection is back.',
  'leave.yes': 'Leave',
  'leave.no': 'Stay',
  'leave.done': 'You have left. This device keeps nothing of the workshop.',

  'app.example.in': 'This is an example. Try what you like: it is yours alone.',

  'app.trouble.removed': 'You were removed from this workshop',
  'app.trouble.draft': 'What you were writing is kept on this device.',
  'app.trouble.removed.hint': 'Ask the facilitator if that was a mistake.',

  'app.mine': 'Your workshops on this device',
  'app.mine.last': 'Last opened {date}',
  'app.mine.unsent': 'Some of what you wrote is not sent yet. Open it to send it.',
  'app.mine.remove': 'Take off this list: {title}',
  'app.mine.remove.title': 'Take “{title}” off this list?',
  'app.mine.remove.text':
    'The workshop stays, and so does what you made. To come back, you need its code or a link.',
  'app.mine.remove.unsent':
    'Some of what you wrote is not sent yet. It goes out only when you come back on this device.',
  'app.mine.remove.link': 'Your facilitator link',
  'app.mine.remove.link.hint': 'Keep it first. Without it you can’t lead this workshop again.',
  'app.mine.remove.facilitator': 'To lead it again, you need a facilitator link. This device holds none.',
  'app.mine.remove.yes': 'Take it off',
} as const
