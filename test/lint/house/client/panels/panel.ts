export const panel = 'people'
