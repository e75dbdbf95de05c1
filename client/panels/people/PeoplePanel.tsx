/** Everyone in the workshop; me first, with my name and what may be kept of my words. */
import { useState } from 'react'
import { Ellipsis } from 'lucide-react'
import type { StagePerson } from '../../../shared/stage.ts'
import { byHand } from '../../model/hands.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { BesideWords, useBesideT } from '../besideWords.tsx'
import { Confirm } from '../../ui/Confirm.tsx'
import { useAsk } from '../useAsk.ts'
import { Consent } from './Consent.tsx'
import { FollowButton } from './FollowButton.tsx'
import css from './PeoplePanel.module.css'
import { PersonRow } from './PersonRow.tsx'
import { RenameDialog } from './RenameDialog.tsx'
import { useFollowable, type FollowChoice } from './useFollowable.ts'

type Question = { readonly about: StagePerson; readonly what: 'rename' | 'promote' | 'remove' }

/** From this many people on, a field finds one by name. */
const MANY = 12

/** Raised hands come first, then those who are here, then by name. */
const inOrder = (people: readonly StagePerson[], here: ReadonlySet<string>): StagePerson[] =>
  [...people].sort(
    (a, b) =>
      byHand(a, b) ||
      Number(here.has(b.id)) - Number(here.has(a.id)) ||
      a.name.localeCompare(b.name) ||
      (a.id < b.id ? -1 : 1),
  )

interface PeoplePanelProps {
  readonly onClose: () => void
  /** Opens the invitation; without it there is no button for it. */
  readonly onInvite?: () => void
  /** Leaves the workshop on this device. */
  readonly onLeave?: () => void
  /** Without it nobody can be followed. */
  readonly following?: FollowChoice
}

export const PeoplePanel = (props: PeoplePanelProps) => (
  <BesideWords>
    <Whole {...props} />
  </BesideWords>
)

const Whole = ({ onClose, onInvite, onLeave, following }: PeoplePanelProps) => {
  const t = useBesideT()
  const session = useSession()
  const people = useStore(session.stage, (stage) => stage.people)
  const info = useStore(session.info)
  const here = useStore(session.here)
  const followable = useFollowable(following)
  const [question, setQuestion] = useState<Question | null>(null)
  const [sought, setSought] = useState('')

  const me: StagePerson = people.get(info.participant.id) ?? info.participant
  const facilitates = info.role === 'facilitator'
  const raised = me.hand !== undefined
  const { busy, ask } = useAsk()
  const others = inOrder(
    // A hall's screen is not a person.
    [...people.values()].filter((person) => person.id !== me.id && person.role !== 'viewer'),
    here,
  )
  const counted = me.role === 'viewer' ? others : [me, ...others]
  const found = others.filter((person) =>
    person.name.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase()),
  )

  return (
    <Panel title={t('people.title')} onClose={onClose}>
      <p className={css.soft}>
        {t('people.count', { count: counted.length, here: counted.filter(({ id }) => here.has(id)).length })}
      </p>
      <ul role="list" className={css.list}>
        <PersonRow person={me} here mine />
      </ul>
      <div className={css.buttons}>
        <Button onClick={() => setQuestion({ about: me, what: 'rename' })}>{t('people.rename.me')}</Button>
        {info.role === 'viewer' ? null : (
          <Button
            disabled={busy}
            onClick={() => void ask(() => session.api.command({ type: 'hand', up: !raised }))}
          >
            {t(raised ? 'people.hand.down' : 'people.hand.up')}
          </Button>
        )}
        {onInvite ? <Button onClick={onInvite}>{t('people.invite')}</Button> : null}
      </div>
      {info.role === 'viewer' ? null : <Consent />}
      <section className={css.section}>
        <h3 className={css.heading}>{t('people.list')}</h3>
        {others.length >= MANY ? (
          <Field
            label={t('people.find')}
            type="search"
            value={sought}
            onChange={(event) => setSought(event.target.value)}
          />
        ) : null}
        {following && others.length > 0 ? (
          <p className={css.soft}>{t(followable.size > 0 ? 'people.follow.hint' : 'people.follow.none')}</p>
        ) : null}
        {others.length > 0 && found.length === 0 ? <p role="status">{t('people.none')}</p> : null}
        <ul role="list" className={css.list}>
          {found.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              here={here.has(person.id)}
              more={
                <>
                  {following ? (
                    <FollowButton
                      person={person}
                      isFollowed={following.followed === person.id}
                      isOffered={here.has(person.id) && followable.has(person.id)}
                      onFollow={following.start}
                      onStop={following.stop}
                    />
                  ) : null}
                  {facilitates ? <More person={person} onAsk={setQuestion} /> : null}
                </>
              }
            />
          ))}
        </ul>
      </section>
      {onLeave ? (
        <div className={css.buttons}>
          <Button kind="plain" onClick={onLeave}>
            {t('leave.menu')}
          </Button>
        </div>
      ) : null}
      {question?.what === 'rename' ? (
        <RenameDialog
          person={question.about}
          mine={question.about.id === me.id}
          onClose={() => setQuestion(null)}
        />
      ) : null}
      {question && question.what !== 'rename' ? (
        <AskFirst person={question.about} what={question.what} onClose={() => setQuestion(null)} />
      ) : null}
    </Panel>
  )
}

/** What a facilitator may do about a person. */
const More = ({
  person,
  onAsk,
}: {
  readonly person: StagePerson
  readonly onAsk: (question: Question) => void
}) => {
  const t = useBesideT()
  const { api } = useSession()
  const server = useAsk()
  const notify = useNotify()
  const mute = async (muted: boolean) => {
    if (await server.ask(() => api.command({ type: 'person.mute', person: person.id, muted })))
      notify({ text: t(muted ? 'people.mute.done' : 'people.unmute.done', { name: person.name }) })
  }
  const ask = (what: Question['what']) => () => onAsk({ about: person, what })
  return (
    <Menu
      label={t('people.more', { name: person.name })}
      trigger={<Ellipsis size={22} aria-hidden />}
      items={[
        ...(person.hand === undefined
          ? []
          : [
              {
                key: 'hand',
                label: t('people.hand.lower'),
                onAction: () =>
                  void server.ask(() => api.command({ type: 'hand', up: false, person: person.id })),
              },
            ]),
        ...(person.role === 'participant'
          ? [
              {
                key: 'mute',
                label: t(person.muted ? 'people.unmute' : 'people.mute'),
                onAction: () => void mute(!person.muted),
              },
            ]
          : []),
        { key: 'rename', label: t('people.rename'), onAction: ask('rename') },
        ...(person.role === 'participant'
          ? [{ key: 'promote', label: t('people.promote'), onAction: ask('promote') }]
          : []),
        { key: 'remove', label: t('people.remove'), onAction: ask('remove'), danger: true, apart: true },
      ]}
    />
  )
}

const AskFirst = ({
  person,
  what,
  onClose,
}: {
  readonly person: StagePerson
  readonly what: 'promote' | 'remove'
  readonly onClose: () => void
}) => {
  const t = useBesideT()
  const session = useSession()
  const notify = useNotify()
  const { busy, ask } = useAsk()
  const go = async () => {
    if (await ask(() => session.api.command({ type: `person.${what}`, person: person.id })))
      notify({ text: t(`people.${what}.done`, { name: person.name }) })
    onClose()
  }
  return (
    <Confirm
      title={t(`people.${what}.title`, { name: person.name })}
      text={t(`people.${what}.text`)}
      yes={t(`people.${what}.yes`)}
      danger={what === 'remove'}
      busy={busy}
      onYes={() => void go()}
      onNo={onClose}
    />
  )
}
