export type SlotName = 'a' | 'b'

/** What the boot loader reads at each start (`docs/specs/update.md`, "Boot control"). */
export interface BootState {
  readonly v: 1
  /** Slot that is started when none is on trial. */
  readonly active: SlotName
  /** Slot on trial and how many more starts it gets. */
  readonly trial?: { readonly slot: SlotName; readonly startsLeft: number }
}

/** Two places for an image of one component, and the boot loader's choice between them. */
export interface Slots {
  /** Slot that this start of the machine runs from. */
  booted(): Promise<SlotName>
  boot(): Promise<BootState>
  /** Durable when it resolves, and all or nothing. */
  setBoot(state: BootState): Promise<void>
  /** @throws {UpdateError} `UPDATE_SLOT_UNWRITABLE` */
  openForWriting(slot: SlotName): Promise<SlotFile>
  openForReading(slot: SlotName): Promise<SlotFile>
}

/** An open slot. */
export interface SlotFile {
  /** Bytes that fit, or `undefined` for a file that grows. */
  readonly capacity: number | undefined
  /** @throws {UpdateError} `UPDATE_SLOT_SMALL`, `UPDATE_SLOT_UNWRITABLE` */
  write(at: number, bytes: Uint8Array): Promise<void>
  /** Up to `length` bytes from `at` on; fewer only at the end. */
  read(at: number, length: number): Promise<Uint8Array>
  /** What was written survives a power cut when it resolves. */
  sync(): Promise<void>
  close(): Promise<void>
}
