export const rows = ['one']
