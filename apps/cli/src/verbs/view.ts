import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from '@pericard/analysis'
import { type Clock, systemClock } from '@pericard/base'
import { viewIds, viewsOf } from '@pericard/report'
import { Argument, type Command } from 'commander'
import { readDeviceFile, renderIssues } from '../device-file.ts'

/** `pericard view`: the architecture views as SVG files. */
export function registerView(program: Command, clock: Clock = systemClock): void {
  program
    .command('view')
    .description('draw the four architecture views of a premarket submission from a device file')
    .argument('<file>', 'device file')
    .addArgument(new Argument('[view]', 'one view only').choices(viewIds))
    .option('--out <dir>', 'folder for the SVG files', '.')
    .addHelpText(
      'after',
      `
Writes one SVG file per picture and prints their paths; the use case view has one picture per state of the device.
Exit code: 0 drawn, 2 unusable input.

Examples:
  $ pericard view device.yaml --out views
  $ pericard view device.yaml global`,
    )
    .action(async (path: string, wanted: string | undefined, { out }: { readonly out: string }) => {
      const parsed = readDeviceFile(path)
      if (!parsed.ok) {
        console.error(renderIssues(parsed.issues))
        process.exitCode = 2
        return
      }
      const analysis = analyse(parsed.file, { now: clock.now() })
      const views = await viewsOf(
        parsed.file,
        analysis,
        viewIds.filter((id) => wanted === undefined || id === wanted),
      )
      for (const { title, about, pictures } of views)
        if (pictures.length === 0) console.error(`pericard: ${title}: nothing is drawn. ${about}`)
      mkdirSync(out, { recursive: true })
      for (const { id, svg } of views.flatMap(({ pictures }) => pictures)) {
        const target = join(out, `${id}.svg`)
        writeFileSync(target, svg)
        console.log(target)
      }
    })
}
