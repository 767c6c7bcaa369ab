/** The escrow of a device's records: who holds pieces, a piece opened by its holder, and the records read with enough of them. */
import { createWriteStream, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { type Bytes, fromUtf8, systemClock } from '@pericard/base'
import { type EscrowDocument, escrowIn, keysFromEscrow, openPiece, readEscrow } from '@pericard/guard'
import { fromBase64url, toBase64url } from '@pericard/protocol'
import { escrowPieceBytes, type StoredRecord, Vault } from '@pericard/vault'
import { readText } from '../device-file.ts'
import { withStoreCopy } from '../log-verifier.ts'
import { readPrivateKey } from './officer.ts'

/** First line of a piece that was opened. */
const pieceMark = 'pericard/1/piece'

export interface EscrowSource {
  readonly data?: string
  readonly escrow?: string
}

/** Says who holds pieces of the escrow, and copies it where it may be kept: it holds nothing that opens without them. */
export async function showEscrow({
  out,
  ...source
}: EscrowSource & { readonly out?: string }): Promise<void> {
  const document = await escrowOf(source)
  const { device, needed, pieces, generation, at } = document
  console.log(`${needed} of ${pieces.length} pieces open the records of ${device}`)
  for (const { to, role } of pieces) console.log(`  ${to} (${role})`)
  console.log(
    `Generation ${generation}, put by ${new Date(at).toISOString()}. It does not open what was deleted before; a copy of the medium from before a deletion opens with an escrow of that time.`,
  )
  if (out === undefined) return
  writeFileSync(out, `${JSON.stringify(document)}\n`, { flag: 'wx', mode: 0o600 })
  console.log(`Written to ${out}`)
}

export interface PieceOptions extends EscrowSource {
  readonly by: string
  readonly key: string
  readonly passphraseFile?: string
  readonly out: string
}

/** Opens one's own piece, for whoever recovers the records. */
export async function takePiece({ by, key, passphraseFile, out, ...source }: PieceOptions): Promise<void> {
  const document = await escrowOf(source)
  const raw = readPrivateKey(key, 'x25519', passphraseFile).export({ format: 'jwk' }).d ?? ''
  const piece = await openPiece(document, by, new Uint8Array(Buffer.from(raw, 'base64url')))
  const text = `${pieceMark} ${document.store} ${document.generation} ${by}\n${toBase64url(piece)}\n`
  writeFileSync(out, text, { flag: 'wx', mode: 0o600 })
  console.log(
    `The piece of ${by} is in ${out}. ${document.needed} of them open the records: hand it over yourself, and destroy it afterwards.`,
  )
}

export interface RecoverOptions extends EscrowSource {
  readonly data: string
  readonly piece: readonly string[]
  readonly out: string
}

/** Writes every record that is left, readable, one a line. The data folder stays as it is. */
export async function recover({ data, piece: paths, out, escrow }: RecoverOptions): Promise<void> {
  if (existsSync(out)) throw new Error(`${out}: is there already`)
  const document = await escrowOf({ data, ...(escrow === undefined ? {} : { escrow }) })
  const pieces = paths.map((path) => readPiece(path, document))
  const count = await withStoreCopy(data, async (store) => {
    const keys = await keysFromEscrow(store, document, pieces)
    const vault = Vault.open({ store, keys, clock: systemClock, keep: new Map() })
    return writeRecords(vault, out)
  })
  console.log(
    `${count} records written to ${out}. They are patient data in plain: encrypt or destroy the file.`,
  )
}

async function writeRecords(vault: Vault, path: string): Promise<number> {
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  let count = 0
  for (const record of vault.after(0, Number.MAX_SAFE_INTEGER)) {
    count++
    if (!stream.write(`${JSON.stringify(lineOf(record))}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
  return count
}

function lineOf({ data, subject, at, bytes }: StoredRecord): object {
  const text = fromUtf8(bytes)
  const content = text === undefined ? { base64: Buffer.from(bytes).toString('base64') } : { text }
  return { data, subject, at: new Date(at).toISOString(), ...content }
}

function readPiece(path: string, { store, generation }: EscrowDocument): Bytes {
  const [head = '', body = ''] = readText(path).split('\n')
  const [mark, of, at, by = ''] = head.split(' ')
  const bytes = fromBase64url(body)
  if (mark !== pieceMark || bytes?.length !== escrowPieceBytes) throw new Error(`${path}: is no opened piece`)
  if (of !== store || Number(at) !== generation)
    throw new Error(`${path}: the piece of ${by} is of another store or another generation of its keys`)
  return new Uint8Array(bytes)
}

async function escrowOf({ data, escrow }: EscrowSource): Promise<EscrowDocument> {
  if (escrow !== undefined) {
    const document = readEscrow(readFileSync(escrow, 'utf8'))
    if (document === undefined) throw new Error(`${escrow}: is no escrow`)
    return document
  }
  if (data === undefined) throw new Error('wanted --data or --escrow')
  if (!existsSync(data)) throw new Error(`${data}: there is no such data folder`)
  const document = await withStoreCopy(data, async (store) => escrowIn(store))
  if (document === undefined)
    throw new Error(
      `${data}: the store holds no escrow; "vault.escrow" of the device file asks for one, from the first start on`,
    )
  return document
}
