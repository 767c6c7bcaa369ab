import type { KeyObject } from 'node:crypto'
import type { Clock } from '@pericard/base'
import { type Command, Option } from 'commander'
import {
  type Decision,
  type DecisionFault,
  type DecisionRequest,
  faultOf,
  justifications,
  makeDecision,
  parsePurl,
  rawPublicKey,
  type SbomComponent,
  type SoupMatch,
} from '@pericard/soup'
import { example, withSources } from './verb-options.ts'
import { addDecisions } from './decisions-file.ts'
import { releaseOf, unusable, type Work, workOn, type WorkOptions } from './work.ts'

/** `pericard soup decide`. */
export function registerDecide(soup: Command, clock: Clock): void {
  withSources(
    soup
      .command('decide')
      .description('add a decision about a finding; it holds as long as what it was made on does')
      .argument('<sbom>', 'SBOM of the release that was looked at'),
  )
    .requiredOption('--decisions <file>', 'register to add it to; made where there is none')
    .requiredOption('--vulnerability <id>', 'CVE, or another name of it')
    .requiredOption('--component <purl>', 'purl of the component, or its name')
    .addOption(
      new Option('--status <status>', 'what is decided')
        .choices(['not_affected', 'affected', 'fixed', 'under_investigation'])
        .makeOptionMandatory(),
    )
    .addOption(new Option('--justification <word>', 'why it is not affected').choices([...justifications]))
    .requiredOption('--because <text>', 'why, in your words')
    .option('--action <text>', 'what is done about it, where it is affected')
    .requiredOption('--by <name>', 'who decides')
    .option('--until <day>', 'the day on which it is open again (UTC), as 2027-01-31')
    .option('--versions <range>', 'versions it holds for, as vers:npm/>=1.0.0|<2.0.0; else the one there is')
    .option('--without-facts <why>', 'why it holds in any device, where no device file says how it is used')
    .option('--key <file>', 'Ed25519 key to sign it with, of "soup decider" or of an officer')
    .option('--passphrase-file <file>', 'passphrase of the key')
    .addHelpText(
      'after',
      example(
        'decide sbom.cdx.json --advisories advisories.idx --device device.yaml --decisions decisions.jsonl --vulnerability CVE-2018-3721 --component pkg:npm/lodash --status not_affected --justification vulnerable_code_not_in_execute_path --because "defaultsDeep is never called" --by ada',
      ),
    )
    .action(async (path: string, options: DecideOptions) => {
      process.exitCode = await decide(path, options, clock)
    })
}

interface DecideOptions extends WorkOptions, DecisionRequest {
  readonly decisions: string
  readonly vulnerability: string
  readonly component: string
  readonly key?: string
  readonly passphraseFile?: string
}

/** Adds decisions about what a scan found, bound to what they were made on: all, or none. @returns the exit code */
async function decide(path: string, options: DecideOptions, clock: Clock): Promise<number> {
  const wrong = faultOf(options, clock.now())
  if (wrong !== undefined) return unusable([faultText(wrong)])
  const { decisions: register, deciders: _, ...rest } = options
  const work = await workOn(path, rest, clock)
  if (!work.ok) return unusable(work.lines)
  const found = findingsOf(work, options)
  if (typeof found === 'string') return unusable([`pericard: ${found}`])
  const made: Decision[] = []
  const said: string[] = []
  for (const { component, match } of found) {
    const release = releaseOf(work.sbom)
    const subject = { component, match, facts: work.facts(component) }
    const bound = {
      ...subject,
      ...(release === undefined ? {} : { release }),
      ...(work.file === undefined ? {} : { device: work.file.device.id }),
    }
    const decided = makeDecision(options, bound, clock.now())
    if (!decided.ok) return unusable([faultText(decided.fault)])
    const { decision } = decided
    made.push(decision)
    const facts = Object.keys(decision.facts).length
    said.push(
      `${match.vulnerability} of ${component.name} ${component.version ?? ''}: ${options.status}, for ${decision.versions}, ${decision.patches.length} patches and ${facts} facts of the device file`,
    )
  }
  const key = options.key === undefined ? undefined : await keyIn(options.key, options.passphraseFile)
  const added = addDecisions(register, made, key)
  if (!added.ok) return unusable(added.lines)
  const by = key === undefined ? 'not signed' : `signed with ${rawPublicKey(key)}`
  console.log([...said, `Written to ${register}, ${by}; its head is ${added.head}`].join('\n'))
  return 0
}

async function keyIn(path: string, passphraseFile: string | undefined): Promise<KeyObject> {
  // A scan alone need not wait for the vault's package.
  return (await import('../key/officer.ts')).readPrivateKey(path, 'ed25519', passphraseFile)
}

/** A fault by the option that it is of. */
function faultText({ field, message }: DecisionFault): string {
  return `pericard: --${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${message}`
}

function findingsOf(
  { decided }: Work,
  { vulnerability, component: wanted }: DecideOptions,
): { component: SbomComponent; match: SoupMatch }[] | string {
  const results = decided.scan.results.filter(({ component }) => isNamed(component, wanted))
  if (results.length === 0) return `--component: the SBOM has no ${wanted}`
  const found = results.flatMap(({ component, matches, settled }) =>
    [...matches, ...settled.map(({ match }) => match)]
      .filter((match) => match.vulnerability === vulnerability || match.aliases.includes(vulnerability))
      .map((match) => ({ component, match })),
  )
  if (found.length > 0) return found
  const known = results.flatMap(({ matches }) => matches.map((match) => match.vulnerability))
  return `--vulnerability: no advisory finds ${vulnerability} in ${wanted}; found there: ${[...new Set(known)].slice(0, 20).join(', ') || 'nothing'}`
}

/** By its name, or by a purl with or without version. */
function isNamed({ name, purl }: SbomComponent, wanted: string): boolean {
  if (!wanted.startsWith('pkg:')) return name === wanted
  const [a, b] = [parsePurl(wanted), parsePurl(purl ?? '')]
  if (!a.ok || !b.ok) return false
  const [asked, there] = [a.purl, b.purl]
  return (
    asked.type === there.type &&
    asked.namespace === there.namespace &&
    asked.name === there.name &&
    (asked.version === undefined || asked.version === there.version)
  )
}
