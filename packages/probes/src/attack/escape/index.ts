import type { Escape } from './escape.ts'
import { exhaustionEscapes } from './exhaustion.ts'
import { fileEscapes } from './files.ts'
import { kernelEscapes } from './kernel.ts'
import { processEscapes } from './processes.ts'
import { socketEscapes } from './sockets.ts'

/** Every way out of a sandbox that is tried; what uses up memory comes last. */
export const escapes: readonly Escape[] = [
  ...socketEscapes,
  ...processEscapes,
  ...fileEscapes,
  ...kernelEscapes,
  ...exhaustionEscapes,
]
