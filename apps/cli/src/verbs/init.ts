import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { starterDeviceFile } from '@pericard/model'

/** `pericard init`: writes a device file to start from; an existing file is never overwritten. */
export function registerInit(program: Command): void {
  program
    .command('init')
    .description('write a device file to start from')
    .argument('[file]', 'where to write it', 'device.yaml')
    .addHelpText('after', '\nExample:\n  $ pericard init && pericard check device.yaml')
    .action((file: string) => {
      try {
        writeFileSync(file, starterDeviceFile(), { flag: 'wx' })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        console.error(`pericard: ${file} exists already; name another file or move it away`)
        process.exitCode = 2
        return
      }
      console.log(`Wrote ${file}. Next: describe your device in it, then run "pericard check ${file}".`)
    })
}
