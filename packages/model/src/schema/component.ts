/** Components as they are written in the file. */
import { z } from 'zod'
import type { Component } from '../types.ts'
import { camel, flag, id, ids, safetyClass, text } from './common.ts'

const storage = z
  .strictObject({
    media: z
      .enum(['internal', 'removable', 'portable'])
      .describe('Whether the medium, or the device with it, leaves the room easily.'),
    encryption: z
      .union([z.enum(['vault', 'none']), z.array(id).min(1)])
      .describe(
        '`vault`, `none`, or a list of what must all fail before the medium is readable: control ids, and `vault`.',
      ),
    'when-full': z
      .enum(['overwrites-oldest', 'refuses-new', 'stops', 'undefined'])
      .optional()
      .describe('What happens when it is full.'),
    permissions: z
      .enum(['owner', 'group', 'everyone'])
      .optional()
      .describe('Who on the device may read its files.'),
    deletion: z
      .enum(['key-destruction', 'overwriting', 'unlinking', 'none'])
      .optional()
      .describe('How what is deleted goes away.'),
  })
  .describe('What it writes to a medium that survives power-off.')

export const component: z.ZodType<Component> = z
  .strictObject({
    id: id.describe('Id that interfaces, data and updates refer to.'),
    name: text.describe('Name for people.'),
    kind: z
      .enum([
        'controller',
        'application',
        'store',
        'display',
        'service',
        'gateway',
        'sensor',
        'server',
        'external',
      ])
      .describe('What sort of software item it is.'),
    class: safetyClass.optional().describe('Safety class of the software item; absent for external systems.'),
    external: flag
      .default(false)
      .describe("True for a system that is not part of the device: the EHR, the maker's server."),
    zone: id.describe('Trust zone. Crossing one is what protection of an interface is for.'),
    host: id
      .optional()
      .describe(
        'Computer it runs on; components of one host share its fate unless isolated. Default: its own id.',
      ),
    'isolated-by': ids.describe(
      'Controls that must all fail before another component of the same host reaches into it.',
    ),
    'protected-by': ids.describe('For external systems: controls that its owner keeps.'),
    storage: storage.optional(),
    soup: ids.describe('SOUP items that it is built from.'),
    guard: z
      .enum(['courier', 'keeper', 'gate', 'updater', 'local-api'])
      .optional()
      .describe('Process of the guard that runs or keeps it.'),
    user: id.optional().describe("OS user that runs it; the local API's socket belongs to it."),
    purpose: text.describe('What it is for.'),
    languages: z
      .array(
        z.enum([
          'assembly',
          'c',
          'c++',
          'csharp',
          'go',
          'java',
          'javascript',
          'kotlin',
          'php',
          'python',
          'rust',
          'swift',
          'other',
        ]),
      )
      .default([])
      .describe('Languages that it is written in.'),
    privileges: z
      .enum(['none', 'user', 'administrator', 'kernel'])
      .optional()
      .describe('Rights that it runs with.'),
    loads: z
      .enum(['absolute-paths', 'search-path', 'unquoted-paths'])
      .optional()
      .describe('From where it loads code and programs.'),
    'temporary-files': z
      .enum(['none', 'private', 'shared'])
      .optional()
      .describe('Where its temporary files lie.'),
    'debug-features': z
      .enum(['removed', 'present'])
      .optional()
      .describe('Test accounts, debug commands and engineering menus of the released build.'),
    surface: z
      .enum(['none', 'kiosk', 'desktop'])
      .optional()
      .describe('What it lets a user do beside its task.'),
    'kiosk-by': ids.describe('Controls that must all fail before its user leaves the kiosk.'),
    'on-fault': z
      .enum(['fails-safe', 'restarts', 'stays-down', 'undefined'])
      .optional()
      .describe('What it does after a fault of its own.'),
    'watched-by': ids.describe('Controls that notice when it hangs.'),
    concurrency: z
      .enum(['single', 'guarded', 'unguarded'])
      .optional()
      .describe('How state that several tasks change is ordered.'),
    'hardened-by': ids.describe(
      'Controls that stop topics of input inside it, by whatever interface it comes.',
    ),
  })
  .transform((written) => ({ ...camel(written), host: written.host ?? written.id }))
