/** Words of the voting methods: the rule for those who vote, the method for those who read the outcome. */
export const methods = {
  'method.dots.name': 'Dots',
  'method.dots.rule':
    'You have {budget, plural, one {# dot} other {# dots}}. Put at most {cap, plural, one {# dot} other {# dots}} on one idea.',
  'method.dots.sentence':
    'Each person had {budget, plural, one {# dot} other {# dots}} and could put at most {cap} on one idea.',
  'method.dots.total': '{total, plural, one {# dot} other {# dots}}',
  'method.dots.objection.whole': 'Dots are whole. Put one or more on an idea, or none.',
  'method.dots.objection.cap':
    'At most {cap, plural, one {# dot} other {# dots}} can go on one idea. Take one back.',
  'method.dots.objection.budget':
    'You have {budget, plural, one {# dot} other {# dots}}. Take one back to move it.',
  'method.score.name': 'Scores',
  'method.score.rule': 'Give each idea 0 to {max}. Leave out what you cannot judge.',
  'method.score.sentence': 'Each person could give each idea a score from 0 to {max}.',
  'method.score.total': '{total, plural, one {# point} other {# points}}',
  'method.score.objection.range': 'A score is a whole number from 0 to {max}.',
  'method.objection.stranger': 'One of these ideas is not in this vote. Please look again.',
} as const
