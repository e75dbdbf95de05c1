// expect: @typescript-eslint/no-explicit-any @typescript-eslint/no-non-null-assertion no-restricted-syntax no-restricted-syntax import-x/no-default-export
let count = 0
export const grow = (by: any): number => (count += by)
export const first = (all: readonly number[]): number => all[0]!
export const asText = (value: number): string => value as unknown as string
export default grow
