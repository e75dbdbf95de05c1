/** Refusals that pass by themselves: the server is out of reach, or could not do it just now. */
import { Refusal, type RefusalCode } from '../../shared/errors.ts'

const PASSING: readonly RefusalCode[] = ['storage-failed', 'too-fast', 'fault']

/** Whether the same may go well another time. */
export const mayPass = (error: unknown): boolean => error instanceof Refusal && PASSING.includes(error.code)
