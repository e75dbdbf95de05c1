export const memory = new Map<string, Uint8Array>()
