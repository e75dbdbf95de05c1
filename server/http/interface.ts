/** The HTTP interface in one table, from which OpenAPI and the page about it are made. A test compares it with the routes there are. */
import * as z from 'zod'
import {
  boardPoints,
  createdWorkshop,
  deviceCode,
  foundByCode,
  joined,
  knocked,
  openedRound,
  roundResult,
  workshopInfo,
} from '../../shared/answers.ts'
import { castBallot, createWorkshop, joinByCode, joinByLink, openRound } from '../../shared/api.ts'
import { command } from '../../shared/commands.ts'
import type { RefusalCode } from '../../shared/errors.ts'
import type { interfaceWords } from '../../shared/i18n/en/interface.ts'
import type { MessageValues } from '../../shared/i18n/translate.ts'

export type InterfaceKey = keyof typeof interfaceWords
/** Says what there is to say of the interface. */
export type TellInterface = (key: InterfaceKey, values?: MessageValues) => string

/** What comes back: JSON of a shape, a file of a type, or a WebSocket. */
export type Answer =
  | { readonly type: 'json'; readonly schema: z.core.$ZodType }
  | { readonly type: 'file'; readonly media: string }
  | { readonly type: 'socket' }

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** As the router has it: `/api/workshops/:id`. */
  readonly path: string
  readonly summary: InterfaceKey
  /** Whether one has to be in the workshop. */
  readonly session: boolean
  readonly body?: z.core.$ZodType
  readonly answers: Readonly<Record<number, Answer>>
  /** Beyond those of every call, of each that sends a body, and of each that needs a session: see `refusalsOf`. */
  readonly refusals: readonly RefusalCode[]
}

const json = (schema: z.core.$ZodType): Answer => ({ type: 'json', schema })
const nothing = json(z.object({}))
const made = json(z.looseObject({}))

const WORKSHOP = '/api/workshops/:id'
const ROUND = `${WORKSHOP}/rounds/:rid`
const SYNC = `${WORKSHOP}/sync`
const POINTS = `${WORKSHOP}/boards/:board/points`

export const CALLS: readonly Call[] = [
  {
    method: 'POST',
    path: '/api/workshops',
    summary: 'interface.call.workshops.start',
    session: false,
    body: createWorkshop,
    answers: { 201: json(createdWorkshop) },
    refusals: ['too-fast'],
  },
  {
    method: 'GET',
    path: WORKSHOP,
    summary: 'interface.call.workshops.read',
    session: true,
    answers: { 200: json(workshopInfo) },
    refusals: ['not-found'],
  },
  {
    method: 'POST',
    path: '/api/sessions',
    summary: 'interface.call.sessions.code',
    session: false,
    body: joinByCode,
    answers: { 201: json(joined), 200: json(joined) },
    refusals: ['wrong-secret', 'doors-closed', 'full', 'too-fast'],
  },
  {
    method: 'POST',
    path: `${WORKSHOP}/sessions`,
    summary: 'interface.call.sessions.link',
    session: false,
    body: joinByLink,
    answers: { 201: json(joined), 200: json(joined) },
    refusals: ['wrong-secret', 'doors-closed', 'full', 'not-found', 'too-fast'],
  },
  {
    method: 'POST',
    path: `${WORKSHOP}/knock`,
    summary: 'interface.call.knock',
    session: false,
    body: joinByLink,
    answers: { 200: json(knocked) },
    refusals: ['wrong-secret', 'doors-closed', 'not-found', 'too-fast'],
  },
  {
    method: 'POST',
    path: '/api/codes',
    summary: 'interface.call.codes',
    session: false,
    body: joinByCode,
    answers: { 200: json(foundByCode) },
    refusals: ['wrong-secret', 'too-fast'],
  },
  {
    method: 'POST',
    path: `${WORKSHOP}/leave`,
    summary: 'interface.call.leave',
    session: true,
    answers: { 200: nothing },
    refusals: ['not-found'],
  },
  {
    method: 'POST',
    path: `${WORKSHOP}/devices`,
    summary: 'interface.call.devices',
    session: true,
    answers: { 201: json(deviceCode) },
    refusals: ['not-found'],
  },
  {
    method: 'POST',
    path: `${WORKSHOP}/commands`,
    summary: 'interface.call.commands',
    session: true,
    body: command,
    answers: { 200: made },
    refusals: ['forbidden', 'not-found', 'locked', 'writing-open', 'writing-closed', 'unfit', 'full'],
  },
  {
    method: 'POST',
    path: `${WORKSHOP}/rounds`,
    summary: 'interface.call.rounds.open',
    session: true,
    body: openRound,
    answers: { 201: json(openedRound) },
    refusals: ['forbidden', 'not-found', 'unfit', 'full'],
  },
  {
    method: 'PUT',
    path: `${ROUND}/ballot`,
    summary: 'interface.call.ballot.cast',
    session: true,
    body: castBallot,
    answers: { 200: json(castBallot) },
    refusals: ['forbidden', 'not-found', 'round-closed', 'unfit-ballot'],
  },
  {
    method: 'GET',
    path: `${ROUND}/ballot`,
    summary: 'interface.call.ballot.read',
    session: true,
    answers: { 200: json(castBallot) },
    refusals: ['forbidden', 'not-found', 'round-closed'],
  },
  {
    method: 'POST',
    path: `${ROUND}/close`,
    summary: 'interface.call.rounds.close',
    session: true,
    answers: { 200: json(roundResult) },
    refusals: ['forbidden', 'not-found'],
  },
  {
    method: 'GET',
    path: `${ROUND}/result`,
    summary: 'interface.call.rounds.result',
    session: true,
    answers: { 200: json(roundResult) },
    refusals: ['not-found', 'round-open'],
  },
  {
    method: 'GET',
    path: `${WORKSHOP}/exports/:name`,
    summary: 'interface.call.exports',
    session: true,
    answers: { 200: { type: 'file', media: '*/*' } },
    refusals: ['forbidden', 'not-found'],
  },
  {
    method: 'GET',
    path: POINTS,
    summary: 'interface.call.points',
    session: true,
    answers: { 200: json(boardPoints) },
    refusals: ['forbidden', 'not-found'],
  },
  {
    method: 'GET',
    path: `${POINTS}/:at`,
    summary: 'interface.call.point',
    session: true,
    answers: { 200: { type: 'file', media: 'application/octet-stream' } },
    refusals: ['forbidden', 'not-found'],
  },
  {
    method: 'GET',
    path: `${SYNC}/:document`,
    summary: 'interface.call.sync',
    session: true,
    answers: { 101: { type: 'socket' } },
    refusals: ['no-websocket'],
  },
  {
    method: 'GET',
    path: SYNC,
    summary: 'interface.call.sync.all',
    session: true,
    answers: { 101: { type: 'socket' } },
    refusals: ['no-websocket'],
  },
  {
    method: 'GET',
    path: '/api',
    summary: 'interface.call.page',
    session: false,
    answers: { 200: { type: 'file', media: 'text/html' } },
    refusals: [],
  },
  {
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'interface.call.openapi',
    session: false,
    answers: { 200: made },
    refusals: [],
  },
]

/** What a call may be refused with, all in all. Each that changes something reads a body, also where it makes nothing of it. */
export const refusalsOf = ({ method, session, refusals }: Call): readonly RefusalCode[] => [
  'malformed',
  'wrong-origin',
  ...(method === 'GET' ? [] : (['too-large'] as const)),
  ...(session ? (['no-session', 'removed', 'too-fast'] as const) : []),
  ...refusals,
  'fault',
  'storage-failed',
]
