// expect: no-restricted-syntax no-restricted-syntax
export * from './pure.ts'
export { setItem } from './boardItems.ts'
