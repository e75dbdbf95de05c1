/** Words about what the server did not take, and what it can't do just now. */
export const refused = {
  'refused.why.resting': 'The board is resting.',
  'refused.why.muted': 'The facilitator has asked you to watch for now.',
  'refused.why.plan': 'You can read the plan, but not change it.',
  'refused.why.viewer': 'You are watching here.',
  'refused.why.shut': 'Writing was closed just then.',
  'refused.why.unread': 'The server could not read what this page sent.',
  'refused.why.ended': 'Your link had ended.',
  'refused.why.removed': 'A facilitator had sent you out.',
  'refused.why.mixed': 'This page was mistaken for another one.',
  'refused.why.anew': 'The board was begun anew while you were away.',
  'refused.why.large': 'It was more than the server takes at once.',
  'refused.why.unfit': 'The server did not understand all of it.',

  'refused.kept':
    '{count, plural, one {# change is} other {# changes are}} not on the board, and kept on this device.',
  'refused.kept.plan':
    '{count, plural, one {# change is} other {# changes are}} not in the plan, and kept on this device.',
  'refused.ready': 'You can put {count, plural, one {it} other {them}} back.',
  'refused.later': 'You find {count, plural, one {it} other {them}} in the menu.',
  'refused.back': 'Put back',
  'refused.done': 'Put back. Both versions are kept where others wrote too.',
  'refused.left':
    '{count, plural, one {# change could} other {# changes could}} not be put back: what {count, plural, one {it belongs} other {they belong}} to is gone. {count, plural, one {It is} other {They are}} still kept here.',
  'refused.busy': 'That can’t be put back just now. It is still kept here.',

  'refused.menu': '{count, plural, one {Put # change back…} other {Put # changes back…}}',
  'refused.title': 'Changes kept on this device',
  'refused.lead': 'The server did not take them. They stay here until you decide.',
  'refused.where.plan': 'The plan',
  'refused.where.other': 'A board',
  'refused.drop': 'Throw away',
  'refused.drop.sure': 'Throw away for good',

  'status.unsaved': 'Kiteboard can’t save just now. Your work is kept on this device.',
  'status.unsaved.unkept': 'Kiteboard can’t save just now. Keep this page open.',
  'status.unkept': 'This device has no room left. Your work is only on this page. Keep it open.',
  'status.kept': '{count, plural, one {# change is} other {# changes are}} only on this device.',
  'status.slow': 'The connection is too slow just now.',
  'status.fast': 'This page sent too much at once, and waits a moment.',
  'status.restarting': 'Kiteboard is starting again.',
  'status.barred': 'This page opens, but no live connection comes through.',
  'status.barred.told':
    'This page opens, but no live connection comes through. Nothing is lost. Please tell whoever helps you.',
  'status.mixed': 'Old and new may stand here side by side.',
  'status.mixed.told':
    'The server’s data changed again and again. Old and new may stand here side by side. Nothing is lost.',
  'status.mixed.go': 'Load the page anew',
  'status.waits': '{count, plural, =0 {You can go on.} other {Your work waits safely on this device.}}',
  'status.waits.unkept':
    '{count, plural, =0 {You can go on.} other {Your work waits here. Keep this page open.}}',
} as const
