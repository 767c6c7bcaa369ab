import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the fleet told about the pump when it was registered, kept for the next start. */
export interface Registration {
  readonly id: string
  readonly serial: string
}

/** Folders of `npm start`. Everything lies under one folder; deleting it starts anew. */
export class State {
  readonly fleetData: string
  readonly fleetRoot: string
  readonly pumpData: string
  /** Stands for the pump's TPM chip: it lies apart from the guard's data folder, as the chip does from the flash. */
  readonly tpmState: string
  readonly tpmSocket: string
  readonly codeFile: string
  readonly evidenceFile: string
  readonly proverKey: string
  readonly #registrationFile: string

  constructor(folder: string) {
    this.fleetData = join(folder, 'fleet')
    this.fleetRoot = join(folder, 'fleet-root.pem')
    this.pumpData = join(folder, 'pump')
    this.tpmState = join(folder, 'pump-hardware', 'tpm')
    this.tpmSocket = join(folder, 'pump-hardware', 'bus', 'tpm.sock')
    this.codeFile = join(folder, 'pump-hardware', 'enrolment-code')
    this.evidenceFile = join(folder, 'evidence', 'pump.jsonl')
    this.proverKey = join(folder, 'evidence', 'prover.pem')
    this.#registrationFile = join(folder, 'registration.json')
    for (const part of ['', 'pump-hardware', 'evidence', 'pump', 'fleet']) {
      mkdirSync(join(folder, part), { recursive: true, mode: 0o700 })
    }
  }

  get registration(): Registration | undefined {
    if (!existsSync(this.#registrationFile)) return undefined
    return JSON.parse(readFileSync(this.#registrationFile, 'utf8')) as Registration
  }

  /** The code is written first: a registration without a usable code would leave the pump outside for good. */
  keepRegistration(registration: Registration, oneTimeCode: string): void {
    writeSecret(this.codeFile, oneTimeCode)
    writeSecret(this.#registrationFile, JSON.stringify(registration))
  }

  /** The code is spent once the pump is enrolled. */
  forgetCode(): void {
    rmSync(this.codeFile, { force: true })
  }
}

/** Writes all of a file or nothing of it, readable by its owner only. */
export function writeSecret(path: string, text: string): void {
  const half = `${path}.new`
  writeFileSync(half, text, { mode: 0o600, flush: true })
  renameSync(half, path)
}
