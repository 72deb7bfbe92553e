/**
 * Generates the client's half of the contract from `shared/schema/`.
 *
 * `node client/scripts/generate.mjs` writes; with `--check` it writes nothing
 * and fails, naming each file that is stale.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { compile } from 'json-schema-to-typescript'

const SCHEMA = new URL('../../shared/schema/', import.meta.url)
const TARGET = new URL('../src/protocol/', import.meta.url)
const BANNER = '// Generated from shared/schema/ by client/scripts/generate.mjs. Not to be edited.\n'

/** Types whose schema name would hide one of JavaScript's own. */
const RENAMED = { Error: 'ErrorFrame' }

const readSchema = (name) => JSON.parse(readFileSync(new URL(name, SCHEMA), 'utf8'))

/** `page_hidden` as `PAGE_HIDDEN`. */
const constantName = (name) => name.toUpperCase()

const quote = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

const union = (values) => [...new Set(values)].map((value) => `  | ${quote(value)}`).join('\n')

function tagsOf(schema) {
  return schema.oneOf.map(({ $ref }) => schema.$defs[$ref.split('/').at(-1)].properties.type.const)
}

function withoutClashes(schema) {
  let text = JSON.stringify(schema)
  for (const [from, to] of Object.entries(RENAMED)) {
    text = text.replaceAll(`"#/$defs/${from}"`, `"#/$defs/${to}"`).replaceAll(`"${from}":{`, `"${to}":{`)
  }
  return JSON.parse(text)
}

async function typesOf(schema) {
  const types = await compile(withoutClashes(schema), schema.title, {
    additionalProperties: false,
    bannerComment: '',
    style: { semi: false, singleQuote: true, printWidth: 110 },
  })
  return types
    .replaceAll(/^( *)(?=\w+\??:)/gm, '$1readonly ')
    .replaceAll(/(\w+|\([^()]*\))\[\]/g, 'readonly $1[]')
    .replaceAll(/[ ]+$/gm, '')
}

async function frames(clientSchema, serverSchema) {
  const tags = tagsOf(serverSchema).map(quote).join(', ')
  return [
    BANNER,
    await typesOf(clientSchema),
    await typesOf(serverSchema),
    "export type StoreStatus = Status['store']\n",
    '/** The tag of every server frame that this client knows. */',
    `export const SERVER_FRAME_TYPES: readonly ServerFrame['type'][] = [${tags}]\n`,
  ].join('\n')
}

const NOT_FOR_READING = new Set(['$schema', 'maxLength', 'description', 'default', 'title'])

/**
 * Drops prose, and the upper bounds of texts. They bound what a server takes, not what a
 * client can show: a newer server may allow more, and an entry that we would
 * not read is a position that we never pass. (It also spares ajv a `require`.)
 */
function forReading(value) {
  if (Array.isArray(value)) return value.map(forReading)
  if (value === null || typeof value !== 'object') return value
  const kept = Object.entries(value).filter(([name, inner]) => !NOT_FOR_READING.has(name) || typeof inner === 'object')
  return withNullAsType(Object.fromEntries(kept.map(([name, inner]) => [name, forReading(inner)])))
}

/** Null as one more type in place of an alternative, which takes several times as much code to check. */
function withNullAsType({ anyOf, ...rest }) {
  const [value, other] = anyOf ?? []
  if (other?.type === 'null' && typeof value.type === 'string') return { ...rest, ...value, nullable: true }
  return anyOf === undefined ? rest : { anyOf, ...rest }
}

/** Nobody reads why a server's frame was refused (FR9), and the reasons are half of the code; only their number counts. */
function withoutReasons(code) {
  return code
    .replaceAll(/(= )\{instancePath.*\};$/gm, '$1{};')
    .replaceAll(/\[\{instancePath.*\}\];$/gm, '[{}];')
    .replaceAll(/, \{instancePath[^{}]*\}(?:=\{\})?\)/g, ')')
}

function validator(schema) {
  // The class of draft 7: that of 2020 keeps an account of what was looked at, which our schemas never ask for.
  const ajv = new Ajv({
    code: { source: true, esm: true, lines: true },
    strict: true,
    // Each number has an upper bound, so that Infinity is none, and JSON knows no NaN.
    strictNumbers: false,
    discriminator: true,
    validateFormats: false,
    messages: false,
    inlineRefs: false,
  })
  const code = withoutReasons(standaloneCode(ajv, ajv.compile(forReading(schema))))
  if (code.includes('require(')) throw new Error('the validator would need `require`, which a browser does not have')
  return BANNER + code
}

const VALIDATOR_TYPES = `${BANNER}
import type { ServerFrame } from './frames.gen'

export default function validateServerFrame(value: unknown): value is ServerFrame
`

function closeCodes(rules) {
  const names = rules.map(({ code, name }) => `  ${constantName(name)}: ${code},`)
  const table = rules.map(
    // Its words are in the languages of the page.
    ({ code, advice }) => `  ${code}: { advice: ${quote(advice)} },`,
  )
  return `${BANNER}
/** What a client does after a close. */
export type Advice =
${union(rules.map(({ advice }) => advice))}

export interface CloseRule {
  readonly advice: Advice
}

export const CloseCode = {
${names.join('\n')}
} as const

export const CLOSE_RULES: Readonly<Record<number, CloseRule>> = {
${table.join('\n')}
}
`
}

function errorCodes(rules) {
  const table = rules.map(
    ({ code, message, temporary }) => `  ${code}: { message: ${quote(message)}, temporary: ${temporary} },`,
  )
  return `${BANNER}
export type ErrorCode =
${union(rules.map(({ code }) => code))}

export interface ErrorRule {
  readonly message: string
  readonly temporary: boolean
}

export const ERROR_RULES: Readonly<Record<ErrorCode, ErrorRule>> = {
${table.join('\n')}
}
`
}

async function files() {
  const clientSchema = readSchema('client-frame.schema.json')
  const serverSchema = readSchema('server-frame.schema.json')
  return {
    'frames.gen.ts': await frames(clientSchema, serverSchema),
    'validateServerFrame.gen.js': validator(serverSchema),
    'validateServerFrame.gen.d.ts': VALIDATOR_TYPES,
    'closeCodes.gen.ts': closeCodes(readSchema('close-codes.json')),
    'errorCodes.gen.ts': errorCodes(readSchema('error-codes.json')),
  }
}

function isStale(name, text) {
  const path = new URL(name, TARGET)
  return !existsSync(path) || readFileSync(path, 'utf8') !== text
}

const texts = await files()
const stale = Object.keys(texts).filter((name) => isStale(name, texts[name]))
if (process.argv.includes('--check')) {
  for (const name of stale) console.error(`client/src/protocol/${name} is stale: run \`npm run generate\``)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  for (const name of stale) {
    writeFileSync(new URL(name, TARGET), texts[name])
    console.log(`wrote client/src/protocol/${name}`)
  }
}
