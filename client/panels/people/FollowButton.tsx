import { useState } from 'react'
import type { StagePerson } from '../../../shared/stage.ts'
import { Button } from '../../ui/Button.tsx'
import { useBesideT } from '../besideWords.tsx'

/** Follows one person, or ends it. */
export const FollowButton = ({
  person: { id, name },
  isFollowed,
  isOffered,
  onFollow,
  onStop,
}: {
  readonly person: StagePerson
  readonly isFollowed: boolean
  /** Whether they can be followed now. */
  readonly isOffered: boolean
  readonly onFollow: (person: string) => void
  readonly onStop: () => void
}) => {
  const t = useBesideT()
  // They may leave while my focus stands here: it must not be lost by what others do.
  const [isFocused, setFocused] = useState(false)
  if (!isFollowed && !isOffered && !isFocused) return null
  return (
    <Button
      kind="plain"
      aria-label={t(isFollowed ? 'people.unfollow.name' : 'people.follow.name', { name })}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onClick={() => (isFollowed ? onStop() : onFollow(id))}
    >
      {t(isFollowed ? 'people.unfollow' : 'people.follow')}
    </Button>
  )
}
