import type { KeyObject } from 'node:crypto'
import type { Clock } from '@pericard/base'
import { type Command, Option } from 'commander'
import {
  type Binding,
  bindingOf,
  type Decision,
  type DecisionStatus,
  type Justification,
  justifications,
  parsePurl,
  parseVers,
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

interface DecideOptions extends WorkOptions {
  readonly decisions: string
  readonly vulnerability: string
  readonly component: string
  readonly status: DecisionStatus
  readonly justification?: Justification
  readonly because: string
  readonly action?: string
  readonly by: string
  readonly until?: string
  readonly versions?: string
  readonly withoutFacts?: string
  readonly key?: string
  readonly passphraseFile?: string
}

/** Adds decisions about what a scan found, bound to what they were made on: all, or none. @returns the exit code */
async function decide(path: string, options: DecideOptions, clock: Clock): Promise<number> {
  const wrong = faultOf(options, clock.now())
  if (wrong !== undefined) return unusable([`pericard: ${wrong}`])
  const { decisions: register, deciders: _, ...rest } = options
  const work = await workOn(path, rest, clock)
  if (!work.ok) return unusable(work.lines)
  const found = findingsOf(work, options)
  if (typeof found === 'string') return unusable([`pericard: ${found}`])
  const made: Decision[] = []
  const said: string[] = []
  for (const { component, match } of found) {
    const binding = bindingOf({ component, facts: work.facts(component) }, options.versions)
    if (binding === undefined)
      return unusable([`pericard: ${component.path}: has no purl and version to bind a decision to`])
    const free = freeOf(options, binding, component.name)
    if (typeof free === 'string') return unusable([`pericard: ${free}`])
    made.push({ ...decisionOf(options, match, clock, releaseOf(work.sbom)), ...binding, ...free })
    const facts = Object.keys(binding.facts).length
    said.push(
      `${match.vulnerability} of ${component.name} ${component.version ?? ''}: ${options.status}, for ${binding.versions}, ${binding.patches.length} patches and ${facts} facts of the device file`,
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

/** What hangs on no fact would hold for ever, in whatever device: somebody has to have thought about that. */
function freeOf(
  { status, withoutFacts }: DecideOptions,
  { facts }: Binding,
  name: string,
): Pick<Binding, 'withoutFacts'> | string {
  if (Object.keys(facts).length > 0)
    return withoutFacts === undefined
      ? {}
      : `--without-facts: the device file says how ${name} is used, and the decision hangs on that`
  if (withoutFacts !== undefined) return { withoutFacts }
  if (status !== 'not_affected' && status !== 'fixed') return {}
  return `--without-facts: nothing says how ${name} is used, so nothing would open the decision again; give --device with an item for it, or say why it holds in any device`
}

function decisionOf(
  { status, justification, because, action, by, until }: DecideOptions,
  match: SoupMatch,
  clock: Clock,
  release: string | undefined,
): Omit<Decision, 'component' | 'versions' | 'patches' | 'facts'> {
  return {
    ...{ vulnerability: match.vulnerability, aliases: match.aliases, status, by, at: clock.now() },
    because: justification === undefined ? because : `${justification}: ${because}`,
    ...(justification === undefined ? {} : { justification }),
    ...(action === undefined ? {} : { action }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
    ...(release === undefined ? {} : { release }),
  }
}

function faultOf(
  { status, justification, action, until, versions }: DecideOptions,
  now: number,
): string | undefined {
  if (status === 'not_affected' && justification === undefined)
    return '--justification: a decision that a component is not affected needs one'
  if (status === 'affected' && action === undefined)
    return '--action: a decision that a component is affected says what is done about it'
  const late = until === undefined ? undefined : faultOfDay(until, now)
  if (late !== undefined) return late
  const range = versions?.startsWith('vers:') === true ? parseVers(versions) : undefined
  return range?.ok === false ? `--versions: ${range.message}` : undefined
}

function faultOfDay(until: string, now: number): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until)) return `--until: found ${until}, wanted a day as 2027-01-31`
  const at = Date.parse(until)
  // Some days that there are none of are read as days of the next month.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(until))
    return `--until: there is no day ${until}`
  const today = new Date(now).toISOString().slice(0, 10)
  return at > now ? undefined : `--until: found ${until}, wanted a day after today (${today}, UTC)`
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
