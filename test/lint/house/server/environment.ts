// expect: no-restricted-properties
export const port = (): string | undefined => process.env['PORT']
