// expect: no-restricted-syntax no-restricted-syntax no-restricted-syntax
export const Words = () => (
  <div>
    <p>Words that nobody can translate</p>
    <button aria-label="Close" />
    {'And more'}
    <span>· 3 ·</span>
  </div>
)
